import { above, atLeast } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 6: a rise that volume, spread and close agree with. */
export const strengthOnRally: Detector<'STRENGTH_ON_RALLY'> = {
  kind: 'STRENGTH_ON_RALLY',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'A rising bar with more volume, a wider spread and a close near its high.',
    vi: 'Nến tăng với khối lượng và biên độ lớn hơn bình thường, đóng cửa gần đỉnh.',
  },
  conditions: [atLeast('volumeRatio', 1.2), atLeast('changePct', 1), atLeast('closePosition', 0.75), above('spreadRatio', 1)],
};
