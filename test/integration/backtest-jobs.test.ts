/** Backtests as users start them: over GraphQL, run in threads over bars in PostgreSQL, to what the engine makes of the same bars. */
import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PRESETS } from '../../src/domain/backtest/strategy-presets.js';
import type { BacktestClient } from '../support/backtest-client.js';
import { BacktestRig, reportOn, someMarket } from '../support/backtest-rig.js';
import { sliceBars } from '../support/bars.js';
import { withClient } from '../support/postgres.js';

const DAYS = 420;
const MARKET = someMarket(12, DAYS);

let rig: BacktestRig;
let owner: BacktestClient;
beforeAll(async () => {
  rig = await BacktestRig.start(MARKET);
  owner = await rig.user('owner');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a backtest', () => {
  it('comes to what the engine makes of the same bars, byte by byte, with all trades and every day', async () => {
    const id = await owner.started();
    expect(await owner.read(id)).toMatchObject({ state: 'QUEUED', progress: 0, attempts: 0, to: '2025-05-20', result: null });
    const done = await owner.ended(id);
    const report = reportOn(MARKET);
    expect(report.trades.length).toBeGreaterThan(10);
    expect(done).toMatchObject({
      state: 'DONE',
      progress: 1,
      attempts: 1,
      name: 'no-supply',
      result: {
        resultHash: sha256(JSON.stringify(report)),
        dataHash: report.dataHash,
        ruleVersion: report.ruleVersion,
        engineVersion: report.engineVersion,
        stocks: 12,
        finalEquity: String(report.finalEquity),
        lookAhead: { verdict: 'NONE_FOUND', cuts: report.lookAhead.cuts },
        metrics: { sessions: DAYS, sharpe: report.metrics.sharpe },
        total: { trades: report.trades.length, profit: String(report.total.profit) },
        more: expect.any(String) as string,
      },
    });
    expect(JSON.parse(done.result!.more)).toEqual({ faults: report.faults, open: report.open, monteCarlo: report.monteCarlo });
    expect(
      await owner.allOf(id, 'trades(first: 7, after: $after)', 'number symbol kind entryDate entryPrice shares exitDate profit'),
    ).toEqual(
      report.trades.map(({ symbol, kind, entryDate, entryPrice, shares, exitDate, profit }, i) => ({
        number: i + 1,
        symbol,
        kind,
        entryDate,
        entryPrice: String(entryPrice),
        shares,
        exitDate,
        profit: String(profit),
      })),
    );
    expect(await owner.allOf(id, 'equity(first: 150, after: $after)', 'date equity invested')).toEqual(
      report.curve.map(({ date, equity, invested }) => ({ date, equity: String(equity), invested: String(invested) })),
    );
  });

  it('trades what it was asked to: some stocks, an exchange', async () => {
    const few = await owner.started({ symbols: ['b03', 'B00', 'B01'] });
    const hose = await owner.started({ exchanges: ['HOSE'] });
    const some = await owner.ended(few);
    expect(some).toMatchObject({ symbols: ['B00', 'B01', 'B03'], result: { stocks: 3 } });
    expect(some.result!.resultHash).toBe(sha256(JSON.stringify(reportOn(MARKET, ['B00', 'B01', 'B03']))));
    expect((await owner.ended(hose)).result).toMatchObject({ stocks: 4 });
  });

  it('trades by scores of the whole market, whichever stocks it may buy', async () => {
    const all = await owner.ended(await owner.started({ strategy: 'strength' }));
    const few = await owner.ended(await owner.started({ strategy: 'strength', symbols: ['B00', 'B01'] }));
    expect(all.result).toMatchObject({ stocks: 12 });
    expect(few.result).toMatchObject({ stocks: 2, dataHash: all.result!.dataHash });
  });

  it('does not change with bars that came after its last day', async () => {
    const id = await owner.started({ to: '2025-05-16' });
    const before = await owner.ended(id);
    const short = new Map([...MARKET].map(([symbol, bars]) => [symbol, sliceBars(bars, 0, DAYS - 2)]));
    await using early = await BacktestRig.start(short);
    const user = await early.user('early');
    const after = await user.ended(await user.started({ to: '2025-05-16' }), early.worker());
    expect(after.result!.resultHash).toBe(before.result!.resultHash);
  });

  it('fails with the reason where there is nothing to trade, at the first attempt', async () => {
    const failed = await owner.ended(await owner.started({ from: '2020-01-06', to: '2020-01-10' }));
    expect(failed).toMatchObject({ state: 'FAILED', attempts: 1, failureCode: 'NOT_ENOUGH_DATA', result: null });
    expect(failed.failureMessage).toMatch(/no session/);
  });
});

describe('starting', () => {
  it('the same under the same key starts nothing new, and another request under it is refused', async () => {
    const idempotencyKey = 'the-same-key';
    const answers = await Promise.all([1, 2, 3].map(() => owner.start({ idempotencyKey })));
    expect(new Set(answers.map(({ backtest }) => backtest!.id)).size).toBe(1);
    expect((await owner.start({ idempotencyKey, cash: '2000000' })).errors).toMatchObject([{ code: 'CONFLICT', field: 'idempotencyKey' }]);
    await owner.cancel(answers[0]!.backtest!.id);
  });

  it.each([
    [{ strategy: 'luck' }, 'strategy', /no-supply/],
    [{ strategy: '{"name": "x"' }, 'strategy', /JSON/],
    [{ strategy: '{"name": "x"}' }, 'strategy.entry', /object/],
    [{ strategy: JSON.stringify({ ...PRESETS[0], exit: { ...PRESETS[0]!.exit, maxBars: 0 } }) }, 'strategy.exit.maxBars', /1 to 1000/],
    [{ ruleSet: 'quick' }, 'ruleSet', /textbook/],
    [{ strategy: 'strength', ruleSet: 'series' }, 'ruleSet', /scores/],
    [{ symbols: ['B00', 'NOPE'] }, 'symbols', /NOPE/],
    [{ symbols: [] }, 'symbols', /none/],
    [{ cash: '999999' }, 'cash', /1000000/],
    [{ riskFreePct: -1 }, 'riskFreePct', /0 to 100/],
    [{ to: '2025-05-21' }, 'to', /2025-05-20/],
    [{ from: '2025-05-20', to: '2025-05-19' }, 'from', /after/],
    [{ slippage: 5000 }, null, /slippage/],
  ])('refuses %j', async (input, field, message) => {
    const { backtest, errors } = await owner.start(input);
    expect(backtest).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field, message: expect.stringMatching(message) as string }]);
  });

  it('is bounded for each user, however many ask at once', async () => {
    const greedy = await rig.user('greedy');
    const answers = await Promise.all(Array.from({ length: 6 }, () => greedy.start()));
    const taken = answers.flatMap(({ backtest }) => backtest ?? []);
    expect(taken).toHaveLength(3);
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([1, 2, 3].map(() => ({ code: 'CONFLICT' })));
    expect((await owner.start()).errors).toEqual([]);
    await greedy.cancel(taken[0]!.id);
    expect((await greedy.start()).errors).toEqual([]);
  });

  it('is bounded within a day, cancelled ones too', async () => {
    await using strict = await BacktestRig.start(new Map(), { open: 5, daily: 2 });
    const busy = await strict.user('busy');
    const once = (i: number) => busy.start({ idempotencyKey: `daily-key-${i}` });
    const { backtest } = await once(1);
    await busy.cancel(backtest!.id);
    expect((await once(2)).errors).toEqual([]);
    expect((await once(3)).errors).toMatchObject([{ code: 'CONFLICT', message: expect.stringMatching(/24 hours/) as string }]);
    // A replay is no new one.
    expect((await once(2)).errors).toEqual([]);
    await withClient(strict.accounts.url, (client) => client.query("update backtests set created_at = now() - interval '25 hours'"));
    expect((await once(3)).errors).toEqual([]);
  });
});
