import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';
import { firedBits } from '../fired-bits.js';

const SELLING = firedBits('SELLING_CLIMAX');
const STOPPING = firedBits('STOPPING_VOLUME');
const BUYING = firedBits('BUYING_CLIMAX');

describe('a selling climax', () => {
  test.each([
    ['UNKNOWN', { fired: SELLING }, 'ACC_A SC'],
    ['MARKDOWN', { fired: SELLING }, 'ACC_A SC'],
    ['MARKUP', { fired: SELLING }, 'MARKUP'],
    ['UNKNOWN', { fired: STOPPING, isDowntrend: true }, 'ACC_A SC'],
    ['UNKNOWN', { fired: STOPPING }, 'UNKNOWN'],
    ['UNKNOWN', { fired: 0, isDowntrend: true }, 'UNKNOWN'],
  ] as const)('from %s with %j: %s', (trend, bar, said) => {
    expect(stepOver(aPhaseMemory({ trend }), bar).said).toBe(said);
  });

  test('remembers volume, ATR and low of its bar', () => {
    const memory = aPhaseMemory({ trend: 'MARKDOWN' });
    const reading = stepOver(memory, { fired: SELLING, volume: 1234, atr14: 3, low: 108 });
    expect(memory.structure).toMatchObject({ climaxBar: 51, climaxVolume: 1234, climaxAtr: 3, base: 108, lowest: 108, seen: ['SC'] });
    expect([reading.rangeLow, reading.rangeHigh]).toEqual([108, null]);
    const unknown = aPhaseMemory();
    stepOver(unknown, { fired: SELLING, atr14: NaN });
    expect(unknown.structure?.climaxAtr).toBeNull();
  });

  test('starts anew while the reaction is awaited and the low is lower, and keeps where it came from', () => {
    const awaiting = () => aPhaseMemory({ trend: 'MARKDOWN', bar: 30, structure: anAccumulation({ reaction: null, lowest: 98 }) });
    const memory = awaiting();
    expect(stepOver(memory, { fired: SELLING, low: 97.9, close: 101 }).said).toBe('ACC_A SC');
    expect(memory).toMatchObject({ trend: 'MARKDOWN', structure: { climaxBar: 31, base: 97.9 } });
    expect(stepOver(awaiting(), { fired: SELLING, low: 98, close: 101 }).said).toBe('ACC_A');
    const known = aPhaseMemory({ structure: anAccumulation({ lowest: 98 }) });
    expect(stepOver(known, { fired: SELLING, low: 97, close: 101 }).said, 'not once it is known').toBe('ACC_A');
    const other = aPhaseMemory({ bar: 30, structure: aDistribution({ reaction: null }) });
    expect(stepOver(other, { fired: SELLING, low: 97, close: 118 }).said, 'not in a distribution').toBe('DIST_A');
  });
});

describe('a buying climax', () => {
  test.each([
    ['UNKNOWN', { fired: BUYING }, 'DIST_A BC'],
    ['MARKUP', { fired: BUYING }, 'DIST_A BC'],
    ['MARKDOWN', { fired: BUYING }, 'MARKDOWN'],
    ['UNKNOWN', { fired: BUYING | SELLING }, 'ACC_A SC'],
    ['MARKUP', { fired: BUYING | SELLING }, 'DIST_A BC'],
  ] as const)('from %s with %j: %s', (trend, bar, said) => {
    expect(stepOver(aPhaseMemory({ trend }), bar).said).toBe(said);
  });

  test('starts anew while the reaction is awaited and the high is higher', () => {
    const at = (high: number) =>
      stepOver(aPhaseMemory({ trend: 'MARKUP', bar: 30, structure: aDistribution({ reaction: null }) }), {
        fired: BUYING,
        high,
        close: 119,
      }).said;
    expect(at(120.1)).toBe('DIST_A BC');
    expect(at(120)).toBe('DIST_A');
  });
});
