import { atLeast, atMost, isNot } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 6: a rise without volume that can not hold its high. */
export const weakRally: Detector<'WEAK_RALLY'> = {
  kind: 'WEAK_RALLY',
  direction: 'BEARISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A rise on less than average volume that closes in the lower half.',
    vi: 'Tăng giá với khối lượng dưới trung bình và đóng cửa ở nửa dưới của nến.',
  },
  conditions: [atMost('volumeRatio', 0.9), atLeast('changePct', 0.8), atMost('closePosition', 0.5), isNot('isAtLimit')],
};
