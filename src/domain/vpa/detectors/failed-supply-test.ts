import { above, anyOf, below, fired, is } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 4: where supply was tested, or at resistance, it appears. Proposed here. */
export const failedSupplyTest: Detector<'FAILED_SUPPLY_TEST'> = {
  kind: 'FAILED_SUPPLY_TEST',
  direction: 'BEARISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'Supply appears at resistance or soon after a test: falling on raised volume, closing low.',
    vi: 'Kiểm tra cung thất bại: giảm với khối lượng cao gần kháng cự hoặc ngay sau phiên kiểm tra.',
  },
  conditions: [
    above('volumeRatio', 1.2),
    below('changePct', 0),
    below('closePosition', 0.4),
    anyOf(is('isNearResistance'), fired('TEST_FOR_SUPPLY', 5, 1)),
  ],
};
