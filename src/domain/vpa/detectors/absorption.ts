import { anyOf, atLeast, atMost, is, isNot } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 12: heavy volume that moves nothing, where no rise has come before. */
export const absorption: Detector<'ABSORPTION'> = {
  kind: 'ABSORPTION',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'Heavy volume on a narrow bar that goes nowhere: sellers are being absorbed.',
    vi: 'Khối lượng rất lớn nhưng nến hẹp, giá đứng yên: cung đang được hấp thụ.',
  },
  conditions: [
    atLeast('volumeRatio', 2),
    atMost('spreadRatio', 0.8),
    atLeast('changePct', -0.5),
    atMost('changePct', 0.5),
    anyOf(is('isNearSupport'), isNot('isUptrend')),
  ],
};
