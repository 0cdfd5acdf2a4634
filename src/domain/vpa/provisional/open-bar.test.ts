import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../../decimal.js';
import type { BarColumns } from '../../market/bar.js';
import { fromEpochDay } from '../../market/trading-date.js';
import { Workspace } from '../workspace.js';
import { findOnOpenBar, usualVolume, wakesRules } from './open-bar.js';
import { readingsFromText, readingsToText, type ProvisionalReading } from './provisional-reading.js';

/** Quiet days around 10 000. */
function quiet(length: number): BarColumns {
  const column = (value: (t: number) => number) => Float64Array.from({ length }, (_, t) => value(t));
  return {
    length,
    epochDay: Int32Array.from({ length }, (_, t) => 20_000 + t),
    open: column(() => 10_000),
    high: column(() => 10_050),
    low: column(() => 9_950),
    close: column((t) => 10_000 + (t % 2) * 10),
    volume: column(() => 1_000_000),
  };
}

const decimal = (value: number) => parseDecimal(String(value));
const openBar = (close: number) => ({
  tradingDate: fromEpochDay(20_100),
  open: decimal(10_000),
  high: decimal(Math.max(close, 10_000)),
  low: decimal(Math.min(close, 10_000)),
  close: decimal(close),
  volume: 1,
  at: new Date(0),
  isWhole: true,
});
const find = (close: number, volume: number, history = quiet(86)) =>
  findOnOpenBar(history, openBar(close), volume, { symbol: 'AAA', isIndex: false }, new Workspace());

describe('the rules on an open bar', () => {
  it('find a surge of demand by the volume that it will have, not by the one so far', () => {
    expect(find(10_300, 3_000_000)).toContainEqual({ kind: 'DEMAND_SURGE', direction: 'BULLISH', ruleVersion: 'quick-1' });
    expect(find(10_300, 1_000_000).filter(({ ruleVersion }) => ruleVersion === 'quick-1')).toEqual([]);
  });

  it('run those in force beside the quick ones', () => {
    const versions = new Set(find(10_300, 4_000_000).map(({ ruleVersion }) => ruleVersion));
    expect(versions).toContain('textbook-1');
  });

  it('find nothing without a history', () => {
    expect(find(10_300, 3_000_000, quiet(10))).toEqual([]);
    expect(usualVolume(quiet(19))).toBe(0);
    expect(usualVolume(quiet(20))).toBe(1_000_000);
  });

  it.each([
    [2.01, null, true],
    [-2.01, null, true],
    [2, 2, false],
    [0, 2.01, true],
    [null, null, false],
  ])('are woken by a change of %s %% and a volume of %s times the usual: %s', (change, volume, isAwake) => {
    expect(wakesRules(change, volume)).toBe(isAwake);
  });
});

describe('a provisional reading', () => {
  const reading: ProvisionalReading = {
    symbol: 'AAA',
    tradingDate: fromEpochDay(20_100),
    state: 'PROVISIONAL',
    findings: [{ kind: 'DEMAND_SURGE', direction: 'BULLISH', ruleVersion: 'quick-1' }],
    price: decimal(10_300.5),
    changePct: 3,
    volumeRatio: null,
    isWhole: false,
    at: new Date(1),
    receivedAt: new Date(2),
  };

  it('is read as it was written', () => {
    expect(readingsFromText(readingsToText([reading]))).toEqual([reading]);
  });

  it.each([
    '',
    '{}',
    '{"readings":[{}]}',
    readingsToText([reading]).replace('DEMAND_SURGE', 'NONSENSE'),
    readingsToText([reading]).replace('AAA', 'a a'),
  ])('is not read from %s', (text) => {
    expect(readingsFromText(text)).toBeUndefined();
  });
});
