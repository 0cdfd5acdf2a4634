import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sliceBars } from '../../../../test/support/bars.js';
import { restlessBars } from '../../../../test/support/restless-bars.js';
import { analyseSeries, WARM_UP_BARS } from '../analyse-series.js';
import type { PhaseMemory } from './phase-memory.js';
import { readPhases } from './phase-series.js';

const BARS = 400;
const seeds = fc.integer({ min: 1, max: 10_000 });
const cuts = fc.integer({ min: WARM_UP_BARS, max: BARS - 1 });
const identity = (isIndex: boolean) => ({ symbol: 'SIM', isIndex });

test('a run that goes on from its stored memory, with the warm-up bars alone, reads the same as one in bulk', () => {
  let structures = 0;
  fc.assert(
    fc.property(seeds, cuts, fc.boolean(), (seed, cut, isIndex) => {
      const bars = restlessBars(BARS, { seed });
      const bulk = readPhases(analyseSeries(bars, identity(isIndex)), isIndex);
      const before = readPhases(analyseSeries(sliceBars(bars, 0, cut), identity(isIndex)), isIndex);
      const memory = JSON.parse(JSON.stringify(before.memory)) as PhaseMemory;
      const recent = analyseSeries(sliceBars(bars, cut - WARM_UP_BARS), identity(isIndex));
      const after = readPhases(recent, isIndex, { memory, from: WARM_UP_BARS });
      expect([...before.readings, ...after.readings]).toEqual(bulk.readings);
      structures += bulk.readings.filter(({ rangeHigh }) => rangeHigh !== null).length;
    }),
    { numRuns: 60 },
  );
  expect(structures, 'the histories have structures at all').toBeGreaterThan(100);
});

test('a memory stays of one size', () => {
  const sizes = [200, 2000].map((count) => {
    const { memory } = readPhases(analyseSeries(restlessBars(count, { seed: 3 }), identity(false)), false);
    return JSON.stringify(memory).length;
  });
  expect(Math.max(...sizes)).toBeLessThan(1200);
});

test('later bars change no reading', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: BARS }), (seed, cut) => {
      const bars = restlessBars(BARS, { seed });
      const whole = readPhases(analyseSeries(bars, identity(false)), false).readings;
      const known = readPhases(analyseSeries(sliceBars(bars, 0, cut), identity(false)), false).readings;
      expect(known).toEqual(whole.slice(0, cut));
    }),
    { numRuns: 60 },
  );
});

test('no bars have no readings', () => {
  expect(readPhases(analyseSeries(restlessBars(0), identity(false)), false)).toMatchObject({ readings: [], memory: { bar: -1 } });
});
