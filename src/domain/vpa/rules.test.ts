import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { marketBars } from '../../../test/support/market-bars.js';
import { analyseWith } from './analyse-series.js';
import { bitOfKind } from './kinds.js';
import { RULE_SETS } from './rule-sets/index.js';
import { rulesOf } from './rules.js';

describe.each(RULE_SETS.map((ruleSet) => ({ version: ruleSet.version, ruleSet })))('$version', ({ ruleSet }) => {
  test.each([false, true])('the generated pass finds what the conditions say, isIndex %s', (isIndex) => {
    const rules = rulesOf(ruleSet, isIndex);
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const analysis = analyseWith(ruleSet, marketBars(250, seed), { symbol: 'AAA', isIndex });
        const { state, length } = analysis;
        for (let t = 20; t < length; t++) {
          const holding = ruleSet.detectors.filter((detector) => rules.holds(detector, state, t));
          expect(state.fired[t], `bar ${t}`).toBe(holding.reduce((mask, { kind }) => mask | bitOfKind(kind), 0));
          expect(analysis.firedAt(t).map(({ kind }) => kind)).toEqual(holding.map(({ kind }) => kind));
          for (const { kind } of holding) seen.add(kind);
        }
      }),
      { numRuns: 20 },
    );
    expect(seen.size).toBeGreaterThan(1);
  });
});
