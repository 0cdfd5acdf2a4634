import { above, allOf, anyOf, atLeast, atMost, backgroundIs, below, isNot, prior } from '../conditions.js';
import type { Detector } from '../detector.js';
import { NEITHER, WEAKNESS } from '../rule-state.js';

/** Bearish 5: nobody is there to buy. Up form: a narrow rise that volume does not follow. Drift form: a quiet fall after weakness. Never on the same bar as NO_SUPPLY. */
export const noDemand: Detector<'NO_DEMAND'> = {
  kind: 'NO_DEMAND',
  direction: 'BEARISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A narrow quiet bar on drying volume after weakness: buyers are absent.',
    vi: 'Nến hẹp, khối lượng cạn dần sau tín hiệu yếu: bên mua không có cầu.',
  },
  conditions: [
    below('volumeRatio', 0.7),
    below('spreadRatio', 0.8),
    below('volume', prior('volume')),
    below('volume', prior('volume', 1, 2)),
    anyOf(
      allOf(
        atMost('closePosition', 0.6),
        anyOf(
          allOf(atLeast('changePct', 0), backgroundIs('effective', WEAKNESS)),
          allOf(above('changePct', 0), backgroundIs('effective', NEITHER)),
        ),
      ),
      allOf(atLeast('changePct', -1.5), below('changePct', 0), backgroundIs('effective', WEAKNESS)),
    ),
    isNot('isAtLimit'),
  ],
};
