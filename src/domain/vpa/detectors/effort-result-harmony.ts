import { atLeast, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 10: the price moved as far as the volume says it should. */
export const effortResultHarmony: Detector<'EFFORT_RESULT_HARMONY'> = {
  kind: 'EFFORT_RESULT_HARMONY',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'Effort and result agree: raised volume, and a rise in proportion to it.',
    vi: 'Nỗ lực và kết quả hài hòa: khối lượng cao đi cùng mức tăng giá tương xứng.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    atLeast('changePct', 2),
    atLeast('spreadRatio', 1.2),
    atLeast('closePosition', 0.7),
    // change_atr/VR ≥ 0.5, written as a product.
    atLeast('changeAtr', of('volumeRatio', 0.5)),
  ],
};
