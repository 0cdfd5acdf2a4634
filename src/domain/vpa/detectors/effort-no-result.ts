import { above, anyOf, atLeast, atMost, backgroundIs, below, is } from '../conditions.js';
import type { Detector } from '../detector.js';
import { STRENGTH } from '../rule-state.js';

/** Bearish 8: effort on a bar that ends where it began. Near support or after strength it is absorption, so bullish. */
export const effortNoResult: Detector<'EFFORT_NO_RESULT'> = {
  kind: 'EFFORT_NO_RESULT',
  direction: 'BEARISH',
  bullishWhere: anyOf(is('isNearSupport'), backgroundIs('raw', STRENGTH)),
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'Raised volume without a result: the bar ends where it began.',
    vi: 'Khối lượng cao nhưng không có kết quả: nến kết thúc gần nơi bắt đầu.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    above('changePct', -0.5),
    below('changePct', 0.5),
    atMost('spreadRatio', 1.2),
    atLeast('closePosition', 0.35),
    atMost('closePosition', 0.65),
  ],
};
