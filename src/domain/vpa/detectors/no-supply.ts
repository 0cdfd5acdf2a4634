import { allOf, anyOf, atLeast, atMost, backgroundIs, below, isNot, prior } from '../conditions.js';
import type { Detector } from '../detector.js';
import { NEITHER, STRENGTH } from '../rule-state.js';

/** Bullish 4: nobody is left to sell. A narrow, flat or falling bar on less volume than each of the two bars before. */
export const noSupply: Detector<'NO_SUPPLY'> = {
  kind: 'NO_SUPPLY',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: false,
  summary: {
    en: 'A narrow quiet bar on drying volume after strength: sellers are absent.',
    vi: 'Nến hẹp, khối lượng cạn dần sau tín hiệu mạnh: bên bán không còn cung.',
  },
  conditions: [
    below('volumeRatio', 0.7),
    below('spreadRatio', 0.8),
    below('volume', prior('volume')),
    below('volume', prior('volume', 1, 2)),
    atLeast('changePct', -1),
    atMost('changePct', 0.5),
    anyOf(backgroundIs('effective', STRENGTH), allOf(backgroundIs('effective', NEITHER), atMost('changePct', 0))),
    isNot('isAtLimit'),
  ],
};
