import { above, atLeast, below, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 7: a shallow dip under support on little volume that closes back above it. */
export const spring: Detector<'SPRING'> = {
  kind: 'SPRING',
  direction: 'BULLISH',
  stars: 4,
  setsBackground: true,
  summary: {
    en: 'A shallow quiet dip under support that closes back above it.',
    vi: 'Thủng nhẹ hỗ trợ với khối lượng thấp rồi đóng cửa trở lại phía trên.',
  },
  conditions: [
    below('low', of('support30')),
    above('close', of('support30')),
    atLeast('low', of('support30', 0.95)),
    atLeast('closePosition', 0.6),
    below('volumeRatio', 1.2),
  ],
};
