import { DETECTORS, type SignalKind } from '../detectors/index.js';
import { INDEX_VOLUME_RATIOS } from '../index-thresholds.js';
import type { RuleSet } from './rule-set.js';

/** The rules of the catalogue, `src/domain/vpa/detectors`: the default, and what scores, phases and statuses are defined on. */
export const TEXTBOOK: RuleSet<SignalKind> = {
  name: 'textbook',
  version: 'textbook-1',
  summary: {
    en: 'Volume-price patterns as the literature of VPA, VSA and Wyckoff has them, made consistent.',
    vi: 'Các mẫu hình giá và khối lượng theo VPA, VSA và Wyckoff, đã được thống nhất.',
  },
  detectors: DETECTORS,
  indexVolumeRatios: INDEX_VOLUME_RATIOS,
  faults: [],
};
