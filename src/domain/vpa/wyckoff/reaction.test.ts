import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';
import type { Structure } from './structure.js';

/** Climax on bar 20 with a low of 100 and an ATR of 2. */
const waiting = (changes: Partial<Structure> = {}) => anAccumulation({ reaction: null, seen: ['SC'], ...changes });
const CANDIDATE = { close: 104, bar: 25, day: 19_990, high: 105 };

describe('the automatic reaction', () => {
  test.each([
    [104, 102, 'ACC_A AR@19990'],
    [103.9, 101.9, 'ACC_A'],
    [104, 102.1, 'ACC_A'],
  ])('is known once prices are an ATR back from a close two ATRs up: %d, then %d: %s', (top, close, said) => {
    const memory = aPhaseMemory({ bar: 30, structure: waiting({ candidate: { ...CANDIDATE, close: top }, highSinceLowest: 105 }) });
    const reading = stepOver(memory, { high: 103, low: 101, close });
    expect(reading.said).toBe(said);
    expect(reading.rangeHigh).toBe(said === 'ACC_A' ? null : 105);
    expect(reading.rangeLow).toBe(100);
  });

  test('is the highest price from the low to the highest close', () => {
    const memory = aPhaseMemory({ bar: 20, structure: waiting() });
    stepOver(memory, { high: 106, low: 102, close: 103, day: 1 });
    stepOver(memory, { high: 105.5, low: 103, close: 105, day: 2 });
    stepOver(memory, { high: 107, low: 103, close: 105, day: 3 });
    const reading = stepOver(memory, { high: 104, low: 102, close: 102.5, day: 4 });
    expect(reading.events).toEqual([{ name: 'AR', knownDay: 4, eventDay: 2 }]);
    expect([reading.rangeLow, reading.rangeHigh]).toEqual([100, 106]);
  });

  test('begins anew at a new low, which becomes the base', () => {
    const memory = aPhaseMemory({ bar: 25, structure: waiting({ candidate: CANDIDATE, highSinceLowest: 105 }) });
    stepOver(memory, { high: 101, low: 99, close: 100.5 });
    expect(memory.structure).toMatchObject({ lowest: 99, candidate: null, highSinceLowest: null, base: 100 });
    stepOver(memory, { high: 103.5, low: 100, close: 103, day: 7 });
    expect(stepOver(memory, { high: 102, low: 100.5, close: 101 }).said).toBe('ACC_A AR@7');
    expect(memory.structure).toMatchObject({ base: 99, reaction: { high: 103.5, bar: 27 } });
  });

  test.each([
    [34, 106],
    [35, 104],
  ])('is a close of the 15 bars after the climax: after bar %d the highest is %d', (bar, close) => {
    const memory = aPhaseMemory({ bar, structure: waiting({ candidate: CANDIDATE, highSinceLowest: 105 }) });
    stepOver(memory, { high: 107, low: 104, close: 106 });
    expect(memory.structure?.candidate?.close).toBe(close);
  });

  test('does not become known on its own bar', () => {
    const memory = aPhaseMemory({ bar: 25, structure: waiting({ climaxAtr: 0, highSinceLowest: 105 }) });
    expect(stepOver(memory, { high: 107, low: 104, close: 106 }).said).toBe('ACC_A');
  });

  test('is never known where the ATR of the climax is not', () => {
    const memory = aPhaseMemory({ bar: 30, structure: waiting({ climaxAtr: null, candidate: CANDIDATE, highSinceLowest: 105 }) });
    expect(stepOver(memory, { high: 103, low: 101, close: 101 }).said).toBe('ACC_A');
  });

  test.each([
    [48, 'ACC_A'],
    [49, 'MARKDOWN'],
  ])('is awaited for 30 bars, then the climax is forgotten: after bar %d: %s', (bar, said) => {
    expect(stepOver(aPhaseMemory({ bar, trend: 'MARKDOWN', structure: waiting() }), { high: 103, low: 101, close: 102 }).said).toBe(said);
  });

  test('mirrors in a distribution', () => {
    const structure = aDistribution({ reaction: null, seen: ['BC'] });
    const memory = aPhaseMemory({ bar: 20, structure });
    stepOver(memory, { high: 117, low: 114, close: 116, day: 1 });
    const reading = stepOver(memory, { high: 119, low: 116, close: 118, day: 2 });
    expect(reading.events).toEqual([{ name: 'AR', knownDay: 2, eventDay: 1 }]);
    expect([reading.phase, reading.rangeLow, reading.rangeHigh]).toEqual(['DIST_A', 114, 120]);
  });
});
