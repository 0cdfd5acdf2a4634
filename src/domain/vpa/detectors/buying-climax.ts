import { atLeast, atMost, is, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 14: everybody has bought: a new high on heavy volume and a wide bar that does not close high. */
export const buyingClimax: Detector<'BUYING_CLIMAX'> = {
  kind: 'BUYING_CLIMAX',
  direction: 'BEARISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'Euphoric buying at new highs on heavy volume that fails to close high.',
    vi: 'Mua đuổi ở đỉnh mới với khối lượng rất lớn nhưng không giữ được giá cao.',
  },
  conditions: [
    atLeast('volumeRatio', 2),
    is('isUptrend'),
    atLeast('high', of('high20')),
    atLeast('spreadRatio', 1.5),
    atMost('closePosition', 0.6),
  ],
};
