import { expect, test } from 'vitest';

import { anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';

test.each([
  [250, 'UNKNOWN'],
  [249, 'MARKUP'],
])('a trend is forgotten 250 bars after its latest event: %d bars leave %s', (age, phase) => {
  expect(stepOver(aPhaseMemory({ trend: 'MARKUP', bar: 499, lastEventBar: 500 - age })).said).toBe(phase);
});

test('a structure is forgotten as well, and its range with it', () => {
  const memory = aPhaseMemory({ structure: anAccumulation(), bar: 499, lastEventBar: 250 });
  expect(stepOver(memory)).toMatchObject({ said: 'UNKNOWN', rangeLow: null, rangeHigh: null });
});

test.each([
  ['an event', { closePosition: 0.4, volumeRatio: 1.5, isUptrend: true }],
  ['a close beyond the high of 60 bars', { high: 201, close: 200.5 }],
])('%s renews the count', (_, bar) => {
  const memory = aPhaseMemory({ trend: 'MARKUP', bar: 497, lastEventBar: 250 });
  stepOver(memory, bar);
  stepOver(memory);
  expect(stepOver(memory).phase).toBe('MARKUP');
});

test('nothing known stays nothing known', () => {
  expect(stepOver(aPhaseMemory({ bar: 499, lastEventBar: 0 })).said).toBe('UNKNOWN');
});
