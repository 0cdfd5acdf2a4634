import { above, atLeast, atMost, below, of, prior } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 3: a gap down is bought back within the day. */
export const reverseVolume: Detector<'REVERSE_VOLUME'> = {
  kind: 'REVERSE_VOLUME',
  direction: 'BULLISH',
  stars: 2,
  setsBackground: true,
  summary: {
    en: 'A gap down that is bought back on raised volume and closes high.',
    vi: 'Mở cửa giảm sâu nhưng được mua ngược lại với khối lượng cao, đóng cửa gần đỉnh.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    atMost('open', prior('close', 0.995)),
    atLeast('closePosition', 0.7),
    above('spreadRatio', 1),
    below('low', of('open')),
    above('close', of('open')),
  ],
};
