import { above, atLeast, below, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Beside bullish 7: as a spring, but with heavy volume and however deep. Its stars are proposed here. */
export const shakeout: Detector<'SHAKEOUT'> = {
  kind: 'SHAKEOUT',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'A break of support on heavy volume that closes back above it: weak holders shaken out.',
    vi: 'Thủng hỗ trợ với khối lượng lớn rồi đóng cửa trở lại phía trên: rũ bỏ người nắm giữ yếu.',
  },
  conditions: [atLeast('volumeRatio', 1.5), below('low', of('support30')), above('close', of('support30')), atLeast('closePosition', 0.6)],
};
