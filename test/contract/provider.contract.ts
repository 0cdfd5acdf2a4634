import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { AnswerFault, RowFault, UnitFault } from '../../src/adapters/fake-market/faults.js';
import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import type { TapeBar } from '../../src/adapters/fake-market/tape.js';
import type { CallLimits } from '../../src/adapters/providers/calls/provider-calls.js';
import type { ProviderDeps } from '../../src/adapters/providers/provider-deps.js';
import type { BarsRequest, MarketDataProvider, ProviderFault } from '../../src/application/ports/market-data-provider.js';
import { DomainError } from '../../src/domain/errors.js';
import type { BarInterval } from '../../src/domain/market/interval.js';
import type { MarketBar } from '../../src/domain/market/market-bar.js';
import { instantAt, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { FIRST_DATE, LAST_DATE, providerDeps, QUICK_CALLS, startFakeMarket } from '../support/fake-market.js';

export interface ProviderContract {
  readonly create: (market: FakeMarket, deps: ProviderDeps, limits: CallLimits) => MarketDataProvider;
  readonly intervals: readonly BarInterval[];
  /** Faults of answers that its protocol can have. */
  readonly answerFaults: readonly AnswerFault[];
  readonly rowFaults: readonly RowFault[];
  readonly unitFaults: readonly UnitFault[];
  /** It has indices, too. */
  readonly hasIndices: boolean;
  /** It can say that there is nothing. */
  readonly saysNone: boolean;
  /** Of two rows that contradict each other the first stands. */
  readonly firstOfConflictStands?: boolean;
}

const SYMBOL = 'SIMBK1';
const NEVER = new AbortController().signal;

const REASONS: Readonly<Record<RowFault, string>> = {
  DUPLICATE_ROW: 'DUPLICATE',
  CONFLICTING_ROW: 'CONFLICTING_BARS',
  HOLIDAY_ROW: 'NOT_A_TRADING_DAY',
  WEEKEND_ROW: 'NOT_A_TRADING_DAY',
  LUNCH_ROW: 'OUTSIDE_SESSION',
  FUTURE_ROW: 'FUTURE_DATE',
  LOW_ABOVE_HIGH: 'OUTSIDE_RANGE',
  CLOSE_OUTSIDE_RANGE: 'OUTSIDE_RANGE',
  NEGATIVE_PRICE: 'PRICE_NOT_POSITIVE',
  ZERO_PRICE: 'PRICE_NOT_POSITIVE',
  NULL_PRICE: 'INVALID_NUMBER',
  TEXT_PRICE: 'INVALID_NUMBER',
  HUGE_PRICE: 'INVALID_NUMBER',
  NEGATIVE_VOLUME: 'INVALID_VOLUME',
  FRACTIONAL_VOLUME: 'INVALID_VOLUME',
  NULL_TIME: 'INVALID_DATE',
  OUTSIDE_BAND: 'OUTSIDE_BAND',
};

const OUTCOMES: Readonly<Record<Exclude<AnswerFault, 'TOKEN_EXPIRED'>, ProviderFault>> = {
  DOWN: 'UNREACHABLE',
  HANG: 'TIMEOUT',
  SLOW_BODY: 'TIMEOUT',
  CUT_OFF: 'UNREACHABLE',
  HTML_200: 'NOT_JSON',
  FORBIDDEN_403: 'ACCESS_REFUSED',
  RATE_LIMIT_429: 'RATE_LIMITED',
  ERROR_500: 'SERVER_ERROR',
  ERROR_503: 'SERVER_ERROR',
  TRUNCATED_JSON: 'NOT_JSON',
  HUGE_BODY: 'TOO_LARGE',
  MISSING_STATUS: 'UNKNOWN_FORM',
  OK_BUT_EMPTY: 'EMPTY_ANSWER',
  UNEQUAL_COLUMNS: 'UNEQUAL_COLUMNS',
  UNSORTED: 'UNSORTED',
};

/** Another attempt, a moment later, does not help against these. */
const NOT_TRIED_AGAIN: ReadonlySet<AnswerFault> = new Set(['FORBIDDEN_403', 'HUGE_BODY', 'OK_BUT_EMPTY']);
/** Faults that take a while to notice. */
const SLOW: ReadonlySet<AnswerFault> = new Set(['HANG', 'SLOW_BODY']);
/** These put a row beside the good ones, the others in place of one. */
const BESIDE: ReadonlySet<RowFault> = new Set(['DUPLICATE_ROW', 'HOLIDAY_ROW', 'WEEKEND_ROW', 'LUNCH_ROW', 'FUTURE_ROW']);

/** What every provider must do, beside a market in order and one that misbehaves. */
export function testProviderContract(name: string, contract: ProviderContract): void {
  describe(`the provider ${name}`, () => {
    let market: FakeMarket;
    const deps = providerDeps();
    const create = (limits = QUICK_CALLS) => contract.create(market, deps, limits);
    beforeAll(async () => {
      market = await startFakeMarket();
    });
    afterAll(() => market.close());
    afterEach(() => market.faults.clear());

    const truth = ({ symbol, interval, from, to }: BarsRequest): TapeBar[] =>
      market.tape.bars(symbol, interval, instantAt(from, 0), instantAt(to, 24 * 60 - 1));

    test.each(contract.intervals)('gives every bar of a market in order: %s', async (interval) => {
      const request = aRequest(interval);
      const { bars, refused, unexplained } = await create().fetchBars(request, NEVER);
      expect(bars.map(plain)).toEqual(truth(request).map(plainTruth));
      expect(bars.length).toBeGreaterThan(100);
      expect([refused, unexplained]).toEqual([[], []]);
      expect(bars.every(({ isClosed, symbol, provider }) => isClosed && symbol === SYMBOL && provider === name)).toBe(true);
    });

    test.each(contract.hasIndices ? ['VNINDEX'] : [])('never scales the index %s', async (symbol) => {
      const request = { ...aRequest('D1'), symbol, exchangeOn: () => null };
      const { bars } = await create().fetchBars(request, NEVER);
      expect(bars.map(plain)).toEqual(truth(request).map(plainTruth));
    });

    test.each(contract.saysNone ? ['2019-01-02'] : [])('says that there is nothing where the market says so, from %s', async (from) => {
      const request = { ...aRequest('D1'), from: parseTradingDate(from), to: parseTradingDate('2019-02-01') };
      expect(await create().fetchBars(request, NEVER)).toMatchObject({ bars: [], refused: [], unexplained: [] });
    });

    test('turns an unknown symbol into an error, never into an empty answer', async () => {
      await expect(create().fetchBars({ ...aRequest('D1'), symbol: 'NOBODY' }, NEVER)).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
      });
    });

    test('stops when it is told to', async () => {
      const stopped = AbortSignal.abort(new Error('told to'));
      await expect(create().fetchBars(aRequest('D1'), stopped)).rejects.toThrow('told to');
    });

    describe.each(contract.answerFaults.filter((fault) => fault !== 'TOKEN_EXPIRED'))('against %s', (fault) => {
      const limits = SLOW.has(fault) ? { ...QUICK_CALLS, totalMs: 400 } : QUICK_CALLS;

      test('is an error with its kind, counted, and no bar', async () => {
        market.faults.switchOn(fault);
        const outcome = `provider_requests_total{provider=${name},outcome=${OUTCOMES[fault].toLowerCase()}}`;
        const before = [deps.metrics.counter(outcome), market.faults.injected(fault)] as const;
        await expect(create(limits).fetchBars(aRequest('D1'), NEVER)).rejects.toMatchObject({
          code: 'PROVIDER_UNAVAILABLE',
          details: { provider: name, fault: OUTCOMES[fault] },
        });
        const injected = market.faults.injected(fault) - before[1];
        expect(injected).toBe(NOT_TRIED_AGAIN.has(fault) ? 1 : 2);
        expect(deps.metrics.counter(outcome) - before[0]).toBe(injected);
      });

      test('is whole again as soon as the market is', async () => {
        const request = aRequest('D1');
        market.faults.switchOn(fault, 1);
        const provider = create({ ...limits, attempts: 5 });
        if (NOT_TRIED_AGAIN.has(fault)) await expect(provider.fetchBars(request, NEVER)).rejects.toThrow(DomainError);
        const { bars, refused } = await provider.fetchBars(request, NEVER);
        expect(bars.map(plain)).toEqual(truth(request).map(plainTruth));
        expect(refused).toEqual([]);
      });
    });

    test.each(contract.answerFaults.filter((fault) => fault === 'TOKEN_EXPIRED'))('signs in anew after %s', async (fault) => {
      const provider = create();
      await provider.fetchBars(aRequest('D1'), NEVER);
      market.faults.switchOn(fault, 1);
      const { bars } = await provider.fetchBars(aRequest('D1'), NEVER);
      expect(bars).toHaveLength(truth(aRequest('D1')).length);
      expect(market.faults.injected(fault)).toBe(1);
    });

    const intervalsOf = (fault: RowFault): readonly BarInterval[] => {
      const wanted = fault === 'LUNCH_ROW' ? ['M1', 'M5'] : fault === 'HOLIDAY_ROW' ? ['D1'] : ['M5', 'D1'];
      return contract.intervals.filter((interval) => wanted.includes(interval));
    };
    const rowCases = contract.rowFaults.flatMap((fault) => intervalsOf(fault).map((interval) => ({ fault, interval })));
    test.each(rowCases)('refuses $fault ($interval) and keeps the rest', async ({ fault, interval }) => {
      const request = aRequest(interval);
      market.faults.switchOn(fault);
      const { bars, refused } = await create().fetchBars(request, NEVER);
      const injected = market.faults.injected(fault);
      const isConflict = fault === 'CONFLICTING_ROW' && contract.firstOfConflictStands !== true;
      expect(injected).toBeGreaterThan(0);
      expect(refused).toHaveLength(isConflict ? injected * 2 : injected);
      expect(new Set(refused.map(({ reason }) => reason))).toEqual(
        new Set([fault === 'CONFLICTING_ROW' && !isConflict ? 'DUPLICATE' : REASONS[fault]]),
      );
      expect(refused.every(({ raw }) => raw.length > 0 && raw.length <= 500)).toBe(true);
      const good = new Map(truth(request).map((bar) => [bar.at.getTime(), plainTruth(bar)]));
      for (const bar of bars) expect(plain(bar)).toEqual(good.get(bar.openTime.getTime()));
      const isBeside = BESIDE.has(fault) || (fault === 'CONFLICTING_ROW' && !isConflict);
      expect(good.size - bars.length).toBe(isBeside ? 0 : injected);
    });

    test('refuses all kinds of bad rows in one answer, each once', async () => {
      const request = aRequest('D1');
      for (const fault of contract.rowFaults) market.faults.switchOn(fault);
      const { bars, refused } = await create().fetchBars(request, NEVER);
      const injected = contract.rowFaults.reduce((sum, fault) => sum + market.faults.injected(fault), 0);
      const conflicts = contract.firstOfConflictStands === true ? 0 : market.faults.injected('CONFLICTING_ROW');
      expect(injected).toBeGreaterThanOrEqual(contract.rowFaults.length - 1);
      expect(refused).toHaveLength(injected + conflicts);
      const good = new Map(truth(request).map((bar) => [bar.at.getTime(), plainTruth(bar)]));
      for (const bar of bars) expect(plain(bar)).toEqual(good.get(bar.openTime.getTime()));
    });

    test.each(contract.unitFaults)('quarantines the whole answer against %s', async (fault) => {
      const request = aRequest('D1');
      const all = truth(request).length;
      market.faults.switchOn(fault, 1);
      // A close of the day before is known, as after any import.
      const known = { tradingDate: request.from, close: truth(request)[0]!.open };
      const { bars, refused } = await create().fetchBars({ ...request, known }, NEVER);
      expect(market.faults.injected(fault)).toBe(1);
      expect(bars).toEqual([]);
      expect(refused).toHaveLength(all);
      expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['UNIT_MISMATCH']));
      const again = await create().fetchBars({ ...request, known }, NEVER);
      expect(again.bars).toHaveLength(all);
    });
  });
}

function aRequest(interval: BarInterval): BarsRequest {
  const from = interval === 'D1' ? FIRST_DATE : interval === 'H1' ? parseTradingDate('2024-11-15') : parseTradingDate('2024-12-12');
  return { symbol: SYMBOL, interval, from, to: LAST_DATE, exchangeOn: () => 'HOSE' };
}

function plain({ openTime, open, high, low, close, volume }: MarketBar) {
  return { at: openTime.toISOString(), open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume };
}

function plainTruth({ at, open, high, low, close, volume }: TapeBar) {
  return { at: at.toISOString(), open, high, low, close, volume };
}
