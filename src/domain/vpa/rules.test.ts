import fc from 'fast-check';
import { expect, test } from 'vitest';

import { marketBars } from '../../../test/support/market-bars.js';
import { analyseSeries } from './analyse-series.js';
import { DETECTORS } from './detectors/index.js';
import { indexVolumeThreshold } from './index-thresholds.js';
import { rulesWith } from './rules.js';

test.each([
  { isIndex: false, rules: rulesWith((threshold) => threshold) },
  { isIndex: true, rules: rulesWith(indexVolumeThreshold) },
])('the generated pass finds what the conditions say, isIndex $isIndex', ({ isIndex, rules }) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const { state, length } = analyseSeries(marketBars(250, seed), { symbol: 'AAA', isIndex });
      for (let t = 20; t < length; t++) {
        const bits = DETECTORS.reduce((mask, detector, place) => (rules.holds(detector, state, t) ? mask | (1 << place) : mask), 0);
        expect(state.fired[t], `bar ${t}`).toBe(bits);
      }
    }),
    { numRuns: 20 },
  );
});
