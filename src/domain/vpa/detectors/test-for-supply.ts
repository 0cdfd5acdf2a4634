import { allOf, anyOf, atLeast, atMost, backgroundIs, below, is, isNot, of, prior } from '../conditions.js';
import type { Detector } from '../detector.js';
import { STRENGTH } from '../rule-state.js';

/** Bullish 5. Form A: a quiet return to resistance that holds there. Form B: a quiet dip under the low before, after strength, that closes off its low. */
export const testForSupply: Detector<'TEST_FOR_SUPPLY'> = {
  kind: 'TEST_FOR_SUPPLY',
  direction: 'BULLISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A quiet test of old supply: little volume comes out at resistance or under the last low.',
    vi: 'Kiểm tra nguồn cung: khối lượng thấp tại kháng cự hoặc dưới đáy phiên trước.',
  },
  conditions: [
    below('volumeRatio', 1),
    atMost('spreadRatio', 1),
    atLeast('closePosition', 0.5),
    isNot('isDowntrend'),
    anyOf(
      allOf(is('isNearResistance'), atLeast('close', of('resistance30', 0.98)), atMost('close', of('resistance30', 1.01))),
      allOf(below('low', prior('low')), atLeast('closePosition', 0.6), below('volumeRatio', 0.8), backgroundIs('raw', STRENGTH)),
    ),
    isNot('isAtLimit'),
  ],
};
