import { above, anyOf, atLeast, atMost, below, is } from '../conditions.js';
import type { Detector } from '../detector.js';
import { buyingClimax } from '../detectors/buying-climax.js';
import { effortNoResult } from '../detectors/effort-no-result.js';
import { highVolumeNoProgress } from '../detectors/high-volume-no-progress.js';
import { lowVolumeAdvance } from '../detectors/low-volume-advance.js';
import { noDemand } from '../detectors/no-demand.js';
import { sellingClimax } from '../detectors/selling-climax.js';
import { supplyOvercomesDemand } from '../detectors/supply-overcomes-demand.js';
import { topReversal } from '../detectors/top-reversal.js';
import { upthrust } from '../detectors/upthrust.js';
import { utad } from '../detectors/utad.js';
import { weakRally } from '../detectors/weak-rally.js';
import { weaknessOnGoodNews } from '../detectors/weakness-on-good-news.js';

/** The bearish rules of the series. Where it agrees with the catalogue, the rule is that of the catalogue. */
export const SERIES_BEARISH = [
  {
    ...highVolumeNoProgress,
    conditions: [
      atLeast('volumeRatio', 2),
      above('changePct', -1.5),
      below('changePct', 1.5),
      atMost('closePosition', 0.4),
      atLeast('spreadRatio', 1.2),
      anyOf(is('isUptrend'), is('isNearResistance')),
    ],
    faults: ['Text and code disagree: close within 0.3 or 0.4 of the low, spread 1.5 or 1.2, change under 1 % or 1.5 %; here the code.'],
  },
  upthrust,
  supplyOvercomesDemand,
  {
    ...noDemand,
    summary: { en: 'A fall on little volume.', vi: 'Giá giảm với khối lượng thấp.' },
    conditions: [below('volumeRatio', 0.8), below('changePct', -0.5)],
    faults: [
      'A quiet fall (4.1), which others read as No Supply; their No Demand is a narrow rise. Chapter 3.2 has 0.5 % in its text and 0.3 % in its code, where one bar can be both.',
    ],
  },
  {
    ...weakRally,
    conditions: [atMost('volumeRatio', 0.9), atLeast('changePct', 0.8), atMost('closePosition', 0.5)],
    faults: ['The original detector also reads the close of the next day. That is not known on the bar and is left out.'],
  },
  {
    ...lowVolumeAdvance,
    conditions: [below('volumeRatio', 0.8), above('changePct', 1)],
    alias: 'No Supply 5.1',
    faults: [
      'Chapter 5.1 calls it No Supply and takes it as bullish; the alerts of 5.6 do the same with 1.5 % and a volume under 0.6, which is among these bars. A rise that volume does not follow is no sign of strength.',
      'Its volume is held against the mean of 9 bars there, against that of 20 here.',
    ],
  },
  effortNoResult,
  utad,
  {
    ...weaknessOnGoodNews,
    alias: 'Ice',
    faults: [
      'The series calls it Ice, which is the support line of a distribution range.',
      'It needs news; a gap up of 2 % stands for them.',
    ],
  },
  topReversal,
  sellingClimax,
  {
    ...buyingClimax,
    summary: {
      en: 'A rise on heavy volume that closes low in its bar.',
      vi: 'Giá tăng với khối lượng lớn nhưng đóng cửa ở phần dưới của nến.',
    },
    conditions: [above('volumeRatio', 2), above('changePct', 1), below('closePosition', 0.4)],
    faults: [
      'The code of chapter 2.2. Its own examples fail it: HPG on 2025-05-30 rose 0.8 %, VNINDEX on 2025-05-15 had 1.32 times its volume.',
    ],
  },
] as const satisfies readonly Detector[];
