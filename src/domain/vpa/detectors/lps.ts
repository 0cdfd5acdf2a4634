import { above, atLeast, atMost, backgroundIs, below, isNot, of } from '../conditions.js';
import type { Detector } from '../detector.js';
import { STRENGTH } from '../rule-state.js';

/** Bullish 8: last point of support, a quiet pullback that holds just above support after strength. */
export const lps: Detector<'LPS'> = {
  kind: 'LPS',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'Last point of support: a quiet pullback that holds just above support after strength.',
    vi: 'Điểm hỗ trợ cuối: nhịp lùi khối lượng thấp giữ được trên hỗ trợ sau tín hiệu mạnh.',
  },
  conditions: [
    below('volumeRatio', 0.7),
    backgroundIs('raw', STRENGTH),
    atLeast('closePosition', 0.5),
    above('low', of('support30')),
    atMost('low', of('support30', 1.05)),
    isNot('isDowntrend'),
    isNot('isAtLimit'),
  ],
};
