import { describe, expect, test } from 'vitest';

import { anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';

const SUPPORT = { day: 7, isDowntrend: true, volumeRatio: 1.5, closePosition: 0.5 };
const SUPPLY = { day: 7, isUptrend: true, volumeRatio: 1.5, closePosition: 0.5 };

/** What the bar after it tells. */
function toldAfter(memory = aPhaseMemory(), bar = {}, next = {}, isIndex = false): string {
  stepOver(memory, bar, isIndex);
  return stepOver(memory, next, isIndex).said;
}

describe('preliminary support', () => {
  test.each([
    [SUPPORT, 'UNKNOWN PS@7'],
    [{ ...SUPPORT, volumeRatio: 1.49 }, 'UNKNOWN'],
    [{ ...SUPPORT, closePosition: 0.49 }, 'UNKNOWN'],
    [{ ...SUPPORT, isDowntrend: false }, 'UNKNOWN'],
  ])('%j: on the next bar %s', (bar, said) => {
    expect(toldAfter(aPhaseMemory(), bar)).toBe(said);
  });

  test('is not told where the next bar closes under the lowest close of 60 bars', () => {
    expect(toldAfter(aPhaseMemory(), SUPPORT, { close: 109.9, lowestClose60: 110 })).toBe('UNKNOWN');
    expect(toldAfter(aPhaseMemory(), SUPPORT, { close: 110, lowestClose60: 110 })).toBe('UNKNOWN PS@7');
    expect(toldAfter(aPhaseMemory(), SUPPORT, { close: 10, lowestClose60: NaN, low60: NaN })).toBe('UNKNOWN PS@7');
  });

  test.each([
    [31, 'UNKNOWN'],
    [30, 'UNKNOWN PS@7'],
  ])('stands alone in 20 bars: one at bar %d before bar 51: %s', (supportBar, said) => {
    expect(toldAfter(aPhaseMemory({ supportBar }), SUPPORT)).toBe(said);
  });

  test('belongs before a structure: in a markdown too, not in a markup, not in a structure', () => {
    expect(toldAfter(aPhaseMemory({ trend: 'MARKDOWN' }), SUPPORT)).toBe('MARKDOWN PS@7');
    expect(toldAfter(aPhaseMemory({ trend: 'MARKUP' }), SUPPORT)).toBe('MARKUP');
    expect(toldAfter(aPhaseMemory({ structure: anAccumulation() }), SUPPORT)).toBe('ACC_A');
  });

  test('bars that were no candidates count for the next 20 all the same', () => {
    const memory = aPhaseMemory({ trend: 'MARKUP' });
    stepOver(memory, SUPPORT);
    memory.trend = 'MARKDOWN';
    expect(toldAfter(memory, SUPPORT)).toBe('MARKDOWN');
  });

  test('asks less volume of an index', () => {
    expect(toldAfter(aPhaseMemory(), { ...SUPPORT, volumeRatio: 1.25 }, {}, true)).toBe('UNKNOWN PS@7');
    expect(toldAfter(aPhaseMemory(), { ...SUPPORT, volumeRatio: 1.24 }, {}, true)).toBe('UNKNOWN');
  });
});

describe('preliminary supply', () => {
  test.each([
    [SUPPLY, 'UNKNOWN PSY@7'],
    [{ ...SUPPLY, volumeRatio: 1.49 }, 'UNKNOWN'],
    [{ ...SUPPLY, closePosition: 0.51 }, 'UNKNOWN'],
    [{ ...SUPPLY, isUptrend: false }, 'UNKNOWN'],
  ])('%j: on the next bar %s', (bar, said) => {
    expect(toldAfter(aPhaseMemory(), bar)).toBe(said);
  });

  test('is not told where the next bar closes above the highest close of 60 bars', () => {
    expect(toldAfter(aPhaseMemory(), SUPPLY, { close: 110.1, highestClose60: 110 })).toBe('UNKNOWN');
    expect(toldAfter(aPhaseMemory(), SUPPLY, { close: 110, highestClose60: 110 })).toBe('UNKNOWN PSY@7');
  });

  test('stands alone in 20 bars and belongs to a markup', () => {
    expect(toldAfter(aPhaseMemory({ trend: 'MARKUP' }), SUPPLY)).toBe('MARKUP PSY@7');
    expect(toldAfter(aPhaseMemory({ trend: 'MARKDOWN' }), SUPPLY)).toBe('MARKDOWN');
    expect(toldAfter(aPhaseMemory({ supplyBar: 31 }), SUPPLY)).toBe('UNKNOWN');
    expect(toldAfter(aPhaseMemory({ supplyBar: 30 }), SUPPLY)).toBe('UNKNOWN PSY@7');
  });
});
