import { anyOf, atLeast, atMost, is, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 13: panic that may end a fall; it stands in the bearish table but points up. */
export const sellingClimax: Detector<'SELLING_CLIMAX'> = {
  kind: 'SELLING_CLIMAX',
  direction: 'BULLISH',
  stars: 1,
  setsBackground: true,
  summary: {
    en: 'Panic selling at new lows on heavy volume, already bought: a possible bottom.',
    vi: 'Bán tháo ở đáy mới với khối lượng rất lớn và đã có lực mua: có thể là đáy.',
  },
  conditions: [
    atLeast('volumeRatio', 2),
    is('isDowntrend'),
    atMost('low', of('low10')),
    atLeast('spreadRatio', 1.8),
    atLeast('closePosition', 0.3),
    anyOf(atMost('changePct', -2.5), atLeast('closePosition', 0.5)),
  ],
};
