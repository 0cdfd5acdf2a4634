import { anyOf, atLeast, atMost, is, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 1: heavy volume on a wide bar stops a fall at its lows. */
export const stoppingVolume: Detector<'STOPPING_VOLUME'> = {
  kind: 'STOPPING_VOLUME',
  direction: 'BULLISH',
  stars: 4,
  setsBackground: true,
  summary: {
    en: 'Heavy volume on a wide bar at the lows, closing high: a fall is being bought up.',
    vi: 'Khối lượng lớn trên nến biên độ rộng ở vùng đáy, đóng cửa cao: lực bán đang được hấp thụ.',
  },
  conditions: [
    atLeast('volumeRatio', 2),
    atLeast('spreadRatio', 1.5),
    atLeast('closePosition', 0.6),
    atMost('low', of('low10', 1.02)),
    anyOf(is('isDowntrend'), is('isNearSupport')),
  ],
};
