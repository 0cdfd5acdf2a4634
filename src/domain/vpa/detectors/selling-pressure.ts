import { atLeast, atMost, below, repeated } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 9: repeated falls on raised volume; the bar itself need not be one of them. Proposed here. */
export const sellingPressure: Detector<'SELLING_PRESSURE'> = {
  kind: 'SELLING_PRESSURE',
  direction: 'BEARISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'At least two of the last three bars fell on raised volume and closed low.',
    vi: 'Ít nhất hai trong ba phiên gần nhất giảm với khối lượng cao và đóng cửa thấp.',
  },
  conditions: [repeated(2, 3, [atLeast('volumeRatio', 1.2), below('changePct', 0), atMost('closePosition', 0.35)])],
};
