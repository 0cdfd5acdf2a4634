import { atLeast, atMost, is } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 11: a fall within the day is bought near support; the close hardly shows it. Proposed here, its source gives no rule. */
export const hiddenDemand: Detector<'HIDDEN_DEMAND'> = {
  kind: 'HIDDEN_DEMAND',
  direction: 'BULLISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A long lower wick near support on at least average volume: quiet buying.',
    vi: 'Bóng dưới dài gần hỗ trợ với khối lượng từ trung bình trở lên: lực mua ẩn.',
  },
  conditions: [
    atLeast('volumeRatio', 1),
    is('isNearSupport'),
    atLeast('lowerWick', 0.5),
    atLeast('closePosition', 0.5),
    atLeast('changePct', -1.5),
    atMost('changePct', 0.5),
  ],
};
