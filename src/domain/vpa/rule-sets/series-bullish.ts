import { above, allOf, atLeast, atMost, backgroundIs, below, is, isNot, of } from '../conditions.js';
import type { Detector } from '../detector.js';
import { absorption } from '../detectors/absorption.js';
import { effortResultHarmony } from '../detectors/effort-result-harmony.js';
import { jumpOverCreek } from '../detectors/jump-over-creek.js';
import { lps } from '../detectors/lps.js';
import { noSupply } from '../detectors/no-supply.js';
import { professionalVolume } from '../detectors/professional-volume.js';
import { reverseVolume } from '../detectors/reverse-volume.js';
import { shakeout } from '../detectors/shakeout.js';
import { spring } from '../detectors/spring.js';
import { stoppingVolume } from '../detectors/stopping-volume.js';
import { strengthOnRally } from '../detectors/strength-on-rally.js';
import { testForSupply } from '../detectors/test-for-supply.js';
import { STRENGTH } from '../rule-state.js';

/** The bullish rules of the series. Where it agrees with the catalogue, the rule is that of the catalogue. */
export const SERIES_BULLISH = [
  {
    ...stoppingVolume,
    summary: {
      en: 'A rise on heavy volume that closes high.',
      vi: 'Giá tăng với khối lượng lớn, đóng cửa cao.',
    },
    conditions: [above('volumeRatio', 2), above('closePosition', 0.7), above('changePct', 0)],
    faults: [
      'The form of the scanner (4.1): no fall and no support has to be there, so it fires on breakouts. Chapter 3.1 asks for the lows of ten bars, in its text for a wide bar too, in its code for a green one.',
    ],
  },
  {
    ...professionalVolume,
    conditions: [
      atLeast('volumeRatio', 1.5),
      atMost('volumeRatio', 5),
      atLeast('changePct', 1),
      atLeast('closePosition', 0.8),
      atLeast('spreadRatio', 1.2),
    ],
    faults: ['The change is 1.5 % in chapter 3.1 and 1 % in its second telling and in the scanner (4.1); here 1 %.'],
  },
  reverseVolume,
  {
    ...noSupply,
    summary: {
      en: 'A flat bar on little volume that closes in its upper half.',
      vi: 'Giá đi ngang với khối lượng thấp, đóng cửa ở nửa trên của nến.',
    },
    conditions: [below('volumeRatio', 0.8), above('changePct', -0.5), below('changePct', 0.5), above('closePosition', 0.5)],
    faults: [
      'The series has four versions: this one (4.1); within 0.5 % on less than 0.7 of the volume (3.1); a rise on little volume (5.1 and 5.6, here LOW_VOLUME_ADVANCE); a rise on very heavy volume (the quick rule, here DEMAND_SURGE of quick-1).',
      'Nothing asks for strength before it, for a narrow bar, or for volume that dries up.',
    ],
  },
  {
    ...testForSupply,
    conditions: [
      below('volumeRatio', 1),
      atMost('spreadRatio', 1),
      atLeast('closePosition', 0.5),
      isNot('isDowntrend'),
      allOf(is('isNearResistance'), atLeast('close', of('resistance30', 0.98)), atMost('close', of('resistance30', 1.01))),
    ],
    faults: ['A return to resistance. What others call a test dips into old supply and closes off its low.'],
  },
  strengthOnRally,
  spring,
  {
    ...lps,
    conditions: [
      below('volumeRatio', 0.7),
      backgroundIs('raw', STRENGTH),
      atLeast('closePosition', 0.5),
      above('low', of('support30')),
      atMost('low', of('support30', 1.05)),
      isNot('isDowntrend'),
    ],
    faults: ['Fires also on a bar that a price limit has stopped, where little volume says nothing of supply.'],
  },
  jumpOverCreek,
  effortResultHarmony,
  { ...absorption, faults: ['Its worked example, VIC on 2025-06-10, is a wide bar; the rule asks for a narrow one.'] },
  shakeout,
] as const satisfies readonly Detector[];
