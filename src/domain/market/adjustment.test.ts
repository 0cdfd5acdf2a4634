import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../decimal.js';
import { adjustBar, adjustColumns, adjustmentOf } from './adjustment.js';
import type { Adjustment } from './adjustment.js';
import type { Bar, BarColumns } from './bar.js';
import { checkTerms } from './corporate-action.js';
import type { CorporateActionTerms } from './corporate-action.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from './trading-date.js';

const NONE = { cash: null, newShares: null, heldShares: null, price: null };
const dividend = (cash: string): CorporateActionTerms => ({ ...NONE, kind: 'CASH_DIVIDEND', cash: parseDecimal(cash) });
const shares = (newShares: number, heldShares: number): CorporateActionTerms => ({
  ...NONE,
  kind: 'SHARE_DISTRIBUTION',
  newShares,
  heldShares,
});
const rights = (newShares: number, heldShares: number, price: string): CorporateActionTerms => ({
  ...NONE,
  kind: 'RIGHTS_ISSUE',
  newShares,
  heldShares,
  price: parseDecimal(price),
});
const exDate = parseTradingDate('2025-06-10');

describe('the adjustment of an ex-date, worked by hand', () => {
  it.each<[string, number, readonly CorporateActionTerms[], number, number]>([
    // 30 000 − 1 500 = 28 500; 28 500 / 30 000.
    ['cash of 1 500 on 30 000', 30_000, [dividend('1500')], 0.95, 1],
    // 40 000 / 2.
    ['a split in two', 40_000, [shares(1, 1)], 0.5, 2],
    // 24 000 / 1.2 = 20 000.
    ['a dividend of 20 % in shares', 24_000, [shares(20, 100)], 20_000 / 24_000, 1.2],
    // (30 000 + 0.5 × 15 000) / 1.5 = 25 000; shares 30 000 / 25 000.
    ['rights 1:2 at 15 000 on 30 000', 30_000, [rights(1, 2, '15000')], 25_000 / 30_000, 1.2],
    // (33 000 − 1 000) / 1.6 = 20 000; shares by the ratio alone.
    ['cash and shares on one day', 33_000, [dividend('1000'), shares(6, 10)], 20_000 / 33_000, 1.6],
    ['rights that cost more than the share', 10_000, [rights(1, 1, '12000')], 1, 1],
    ['cash that would leave no price', 1_000, [dividend('1000')], 1, 1],
  ])('%s', (_name, previousClose, actions, priceFactor, volumeFactor) => {
    const adjustment = adjustmentOf({ exDate, previousClose, actions });
    expect(adjustment.priceFactor).toBeCloseTo(priceFactor, 12);
    expect(adjustment.volumeFactor).toBeCloseTo(volumeFactor, 12);
  });
});

/** Four days from 2025-06-08: a split in two on the third, cash of a tenth on the fourth. */
const START = toEpochDay(parseTradingDate('2025-06-08'));
const SPLIT: Adjustment = { exDate: fromEpochDay(START + 2), priceFactor: 0.5, volumeFactor: 2 };
const CASH: Adjustment = { exDate: fromEpochDay(START + 3), priceFactor: 0.9, volumeFactor: 1 };
const close = Float64Array.of(40_000, 40_000, 20_000, 18_000);
const BARS: BarColumns = {
  length: 4,
  epochDay: Int32Array.from([0, 1, 2, 3], (day) => START + day),
  open: close,
  high: close,
  low: close,
  close,
  volume: Float64Array.of(100, 100, 200, 200),
};

describe('adjusted columns', () => {
  it('have no gap and no leap in volume where only shares and cash were given', () => {
    const adjusted = adjustColumns(BARS, [CASH, SPLIT]);
    expect([...adjusted.close]).toEqual([18_000, 18_000, 18_000, 18_000]);
    expect([...adjusted.low]).toEqual([18_000, 18_000, 18_000, 18_000]);
    expect([...adjusted.volume]).toEqual([200, 200, 200, 200]);
    expect([...BARS.close]).toEqual([40_000, 40_000, 20_000, 18_000]);
  });

  it('know nothing of later actions, nor of those before their first bar', () => {
    const later = { ...CASH, exDate: fromEpochDay(START + 4) };
    const before = { ...SPLIT, exDate: fromEpochDay(START) };
    expect(adjustColumns(BARS, [later, before])).toBe(BARS);
    expect(adjustColumns(BARS, [])).toBe(BARS);
  });
});

describe('an adjusted bar', () => {
  const bar: Bar = {
    stockId: 'x',
    tradingDate: fromEpochDay(START + 1),
    open: parseDecimal('39950'),
    high: parseDecimal('40000.1'),
    low: parseDecimal('39900'),
    close: parseDecimal('40000'),
    volume: 101,
    turnover: parseDecimal('4040000'),
    source: 'CSV',
    receivedAt: new Date(0),
  };
  it('is multiplied by all that came after it, and keeps its turnover', () => {
    expect(adjustBar(bar, [SPLIT, CASH])).toEqual({
      ...bar,
      open: '17977.5',
      high: '18000.045',
      low: '17955',
      close: '18000',
      volume: 202,
    });
  });
  it('of the ex-date itself is as it was traded', () => {
    const onDay = { ...bar, tradingDate: SPLIT.exDate };
    expect(adjustBar(onDay, [SPLIT])).toBe(onDay);
  });
});

describe('terms of corporate actions', () => {
  it.each([dividend('1500'), shares(1, 1), rights(1, 2, '10000.5')])('are taken where they are whole: %o', (terms) => {
    expect(() => checkTerms(terms)).not.toThrow();
  });
  it.each<[string, CorporateActionTerms]>([
    ['cash', { ...NONE, kind: 'CASH_DIVIDEND' }],
    ['newShares', { ...dividend('1'), newShares: 1 }],
    ['cash', dividend('0')],
    ['cash', dividend('-5')],
    ['heldShares', { ...shares(1, 1), heldShares: 0 }],
    ['newShares', shares(1.5, 1)],
    ['price', { ...rights(1, 1, '1'), price: null }],
    ['price', rights(1, 1, '1.23456')],
  ])('are refused for their %s', (field, terms) => {
    expect(() => checkTerms(terms)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }));
  });
});
