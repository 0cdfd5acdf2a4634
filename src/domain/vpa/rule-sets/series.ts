import type { SignalKind } from '../detectors/index.js';
import type { RuleSet } from './rule-set.js';
import { SERIES_BEARISH } from './series-bearish.js';
import { SERIES_BULLISH } from './series-bullish.js';

/** The thresholds of the series that this project comes from, as they stand there, to compare. */
export const SERIES: RuleSet<SignalKind> = {
  name: 'series',
  version: 'series-1',
  summary: {
    en: 'The thresholds of the original tutorial series as they stand there, its contradictions named.',
    vi: 'Các ngưỡng nguyên bản của loạt bài gốc, kèm những mâu thuẫn đã biết.',
  },
  detectors: [...SERIES_BULLISH, ...SERIES_BEARISH],
  indexVolumeRatios: [],
  faults: [
    'The series takes means of 20, 19 or 9 bars before, or of 20 with the bar itself. Here all are of the 20 bars before.',
    'Most of its code measures the change from open to close, its text from close to close. Here it is close to close.',
    'It has no thresholds for an index: VNINDEX never has twice its mean volume, so what asks for that is silent there.',
    'HIDDEN_DEMAND has a name but no definition there; FAILED_SUPPLY_TEST and SELLING_PRESSURE have no thresholds of its own. They are left out.',
    'Success rates of 65 to 87 % are claimed and are not reproduced: see what the rules are worth.',
  ],
};
