import { above, atLeast, is, of, prior } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 9: a break out of the range, with effort behind it. */
export const jumpOverCreek: Detector<'JUMP_OVER_CREEK'> = {
  kind: 'JUMP_OVER_CREEK',
  direction: 'BULLISH',
  stars: 4,
  setsBackground: true,
  summary: {
    en: 'A break above the resistance of a range on volume, closing high.',
    vi: 'Bứt phá qua kháng cự của vùng đi ngang với khối lượng cao, đóng cửa gần đỉnh.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    above('close', of('resistance30')),
    atLeast('resistance30', prior('close')),
    atLeast('high', of('resistance30', 1.01)),
    is('isInRange'),
    atLeast('changePct', 1.5),
    atLeast('closePosition', 0.7),
    atLeast('spreadRatio', 1.2),
  ],
};
