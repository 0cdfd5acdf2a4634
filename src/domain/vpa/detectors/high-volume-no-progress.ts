import { above, anyOf, atLeast, atMost, below, is } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 1: much volume near the top, no gain, a low close: supply meets every bid. */
export const highVolumeNoProgress: Detector<'HIGH_VOLUME_NO_PROGRESS'> = {
  kind: 'HIGH_VOLUME_NO_PROGRESS',
  direction: 'BEARISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'Heavy volume near the highs without progress, closing low.',
    vi: 'Khối lượng lớn ở vùng cao nhưng giá không tiến, đóng cửa thấp.',
  },
  conditions: [
    atLeast('volumeRatio', 2),
    above('changePct', -1.5),
    below('changePct', 1),
    atMost('closePosition', 0.4),
    atLeast('spreadRatio', 1.2),
    anyOf(is('isUptrend'), is('isNearResistance')),
  ],
};
