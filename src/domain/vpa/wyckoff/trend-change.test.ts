import { expect, test } from 'vitest';

import { anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';
import { firedBits } from '../fired-bits.js';

test.each([
  [{ high: 200.2, close: 200.1 }, 'MARKUP MARKUP'],
  [{ high: 200.2, close: 200 }, 'UNKNOWN'],
  [{ low: 49, close: 49.9 }, 'MARKDOWN MARKDOWN'],
  [{ low: 49, close: 50 }, 'UNKNOWN'],
  [{ close: 300, high60: NaN }, 'UNKNOWN'],
  [{ close: 10, low60: NaN }, 'UNKNOWN'],
])('a close beyond the extremes of 60 bars begins a trend: %j: %s', (bar, said) => {
  expect(stepOver(aPhaseMemory(), bar).said).toBe(said);
});

test('a trend that goes on is no event, one that turns is', () => {
  expect(stepOver(aPhaseMemory({ trend: 'MARKUP' }), { close: 201 }).said).toBe('MARKUP');
  expect(stepOver(aPhaseMemory({ trend: 'MARKUP' }), { close: 49 }).said).toBe('MARKDOWN MARKDOWN');
});

test.each([
  ['MARKUP', 109.9, 3, 'MARKUP'],
  ['MARKUP', 109.9, 4, 'UNKNOWN'],
  ['MARKUP', 110, 4, 'MARKUP'],
  ['MARKDOWN', 110.1, 3, 'MARKDOWN'],
  ['MARKDOWN', 110.1, 4, 'UNKNOWN'],
  ['MARKDOWN', 110, 4, 'MARKDOWN'],
  ['MARKUP', NaN, 4, 'MARKUP'],
] as const)(
  '%s ends with the fifth close in a row on the other side of SMA50: close %d after %d: %s',
  (trend, close, againstTrend, said) => {
    const memory = aPhaseMemory({ trend, againstTrend });
    const bar = Number.isNaN(close) ? { sma50: NaN } : { close };
    expect(stepOver(memory, bar).said).toBe(said);
    expect(memory.againstTrend).toBe(againstTrend === 3 ? 4 : 0);
  },
);

test('a structure stops the count', () => {
  const memory = aPhaseMemory({ trend: 'MARKUP', againstTrend: 3 });
  expect(stepOver(memory, { fired: firedBits('BUYING_CLIMAX'), close: 109 }).said).toBe('DIST_A BC');
  expect(memory.againstTrend).toBe(0);
  const within = aPhaseMemory({ structure: anAccumulation() });
  expect(stepOver(within, { close: 201, high60: 105, atr14: NaN, low: 119 }).said, 'only the structure speaks').toBe('ACC_E JOC');
});
