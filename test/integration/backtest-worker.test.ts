/** The queue of backtests: leases, fences, attempts, turns; and what a worker does with what it holds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BacktestRunner } from '../../src/application/ports/backtest-runner.js';
import { DomainError } from '../../src/domain/errors.js';
import { toEpochDay } from '../../src/domain/market/trading-date.js';
import { threadRunner } from '../../src/main/backtests/backtest-runner.js';
import { emptyQueue, type BacktestClient } from '../support/backtest-client.js';
import { BacktestRig, reportOn, someMarket } from '../support/backtest-rig.js';
import { withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

const MARKET = someMarket(6, 300);

const userIdOf = async (name: string): Promise<string> => (await rig.accounts.database.accounts.findByEmail(`${name}@example.com`))!.id;

let rig: BacktestRig;
let owner: BacktestClient;
beforeAll(async () => {
  rig = await BacktestRig.start(MARKET);
  owner = await rig.user('owner');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

/** A runner that waits until it is told, or stopped. */
function heldRunner(): { readonly runner: BacktestRunner; readonly calls: AbortSignal[] } {
  const calls: AbortSignal[] = [];
  const run: BacktestRunner['run'] = (_claimed, _market, { onProgress }, signal) => {
    calls.push(signal);
    onProgress(0.4);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  return { runner: { run }, calls };
}

describe('a worker', () => {
  it('lets go of what is cancelled, and the cancelled one stays so', async () => {
    await emptyQueue(rig);
    const id = await owner.started();
    const { runner, calls } = heldRunner();
    await rig.worker({ runner, leaseMs: 500 })();
    expect((await owner.read(id))!.state).toBe('RUNNING');
    await until('it runs', () => calls.length === 1);
    expect((await owner.cancel(id)).backtest).toMatchObject({ state: 'CANCELLED' });
    await until('the thread is let go', () => calls[0]!.aborted);
    expect((await owner.cancel(id)).errors).toEqual([]);
    expect(await owner.read(id)).toMatchObject({ state: 'CANCELLED', result: null });
  });

  it('does not cancel what has ended', async () => {
    const id = await owner.started();
    await owner.ended(id);
    expect((await owner.cancel(id)).errors).toMatchObject([{ code: 'CONFLICT', message: expect.stringMatching(/DONE/) as string }]);
  });

  it('gives back what it holds when it stops, and the attempt does not count', async () => {
    const id = await owner.started();
    const { runner } = heldRunner();
    const round = rig.worker({ runner });
    const stopping = new AbortController();
    await round(stopping.signal);
    stopping.abort();
    await round(stopping.signal);
    expect(await owner.read(id)).toMatchObject({ state: 'QUEUED', attempts: 0 });
    expect(await owner.ended(id)).toMatchObject({ state: 'DONE', attempts: 1 });
  });

  it('takes over what another one has left, and writes of the one before are refused', async () => {
    const { backtests } = rig.accounts.database;
    const id = await owner.started();
    const zombie = (await backtests.claim({ holder: 'zombie', leaseMs: 30, maxAttempts: 5 }))!;
    expect(zombie.id).toBe(id);
    const report = reportOn(MARKET);
    const checkpoint = { dataHash: 'x', ruleVersion: 'x', engineVersion: 'x', passed: [1] };
    const done = await owner.ended(id);
    expect(done).toMatchObject({ state: 'DONE', attempts: 2 });
    const stored = () =>
      withClient(
        rig.accounts.url,
        async (client) => (await client.query<Record<string, unknown>>('select * from backtests where id = $1', [id])).rows,
      );
    const before = await stored();
    const forged = { report: { ...report, finalEquity: 1 }, resultHash: 'forged' };
    expect(await backtests.finish(zombie, forged)).toBe(false);
    expect(await backtests.beat(zombie, { progress: 0.5, checkpoint, leaseMs: 1_000, isTold: true })).toBe(false);
    expect(await backtests.end(zombie, { kind: 'FAILED', code: 'INTERNAL', message: 'zombie' })).toBe(false);
    expect(await backtests.end(zombie, { kind: 'RETURNED' })).toBe(false);
    expect(await stored()).toEqual(before);
  });

  it('refuses the writes of a holder while the next one is still at work', async () => {
    const { backtests } = rig.accounts.database;
    const id = await owner.started();
    const zombie = (await backtests.claim({ holder: 'zombie', leaseMs: 0, maxAttempts: 5 }))!;
    const heir = (await backtests.claim({ holder: 'heir', leaseMs: 60_000, maxAttempts: 5 }))!;
    expect(heir).toMatchObject({ id, fence: zombie.fence + 1, attempts: 2 });
    const outcome = { report: reportOn(MARKET), resultHash: 'right' };
    expect(await backtests.finish(zombie, { ...outcome, resultHash: 'forged' })).toBe(false);
    expect(await backtests.finish(heir, outcome)).toBe(true);
    expect((await owner.read(id))!.result!.resultHash).toBe('right');
  });

  it('tries again after an attempt that broke, and gives up after the last', async () => {
    const id = await owner.started();
    const breaking: BacktestRunner = { run: () => Promise.reject(new DomainError('INTERNAL', 'the thread broke')) };
    const failed = await owner.ended(id, rig.worker({ runner: breaking, maxAttempts: 3 }));
    expect(failed).toMatchObject({ state: 'FAILED', attempts: 3, failureCode: 'INTERNAL', failureMessage: 'the thread broke' });
  });

  it('gives up what every process died of', async () => {
    const { backtests } = rig.accounts.database;
    const id = await owner.started();
    for (let i = 1; i <= 3; i += 1)
      expect(await backtests.claim({ holder: 'dying', leaseMs: 0, maxAttempts: 3 })).toMatchObject({ attempts: i });
    expect(await backtests.claim({ holder: 'next', leaseMs: 0, maxAttempts: 3 })).toBeNull();
    expect(await owner.read(id)).toMatchObject({ state: 'FAILED', failureCode: 'INTERNAL', attempts: 3 });
  });

  it.each([
    ['that has taken its memory', 'hungry', /broke/],
    ['that does not come to an end', 'endless', /too long/],
  ])('ends a thread %s, and tells why', async (_, thread, why) => {
    const id = await owner.started();
    const runner = threadRunner(
      { timeoutMs: thread === 'hungry' ? 60_000 : 200, heapMb: 64 },
      new URL(`../support/${thread}-thread.mjs`, import.meta.url),
    );
    const failed = await owner.ended(id, rig.worker({ runner, maxAttempts: 1 }));
    expect(failed).toMatchObject({ state: 'FAILED', failureCode: 'INTERNAL' });
    expect(failed.failureMessage).toMatch(why);
  });

  it('goes on from the checkpoint of the attempt before, to the same result', async () => {
    const { backtests } = rig.accounts.database;
    const clean = await owner.ended(await owner.started());
    const id = await owner.started();
    // The first attempt passes all cuts and dies before it writes its result.
    const held = (await backtests.claim({ holder: 'first', leaseMs: 60_000, maxAttempts: 5 }))!;
    const report = reportOn(MARKET);
    const { dataHash, ruleVersion, engineVersion } = report;
    const passed = report.lookAhead.cuts.map(toEpochDay);
    await backtests.beat(held, { progress: 0.9, checkpoint: { dataHash, ruleVersion, engineVersion, passed }, leaseMs: 0, isTold: false });
    const done = await owner.ended(id);
    expect(done.result!.resultHash).toBe(clean.result!.resultHash);
    expect(done.attempts).toBe(2);
  });

  it('is fed by no more than the quota, however many come at the same instant', async () => {
    await emptyQueue(rig);
    const { backtests } = rig.accounts.database;
    const crowd = await rig.user('crowd');
    const first = await crowd.started();
    const [request] = await backtests.find(await userIdOf('crowd'), [first]);
    const quota = { open: 3, daily: 1_000 };
    const userId = await userIdOf('crowd');
    const start = (i: number) =>
      backtests.start(userId, request!, quota, {
        owner: `user:${userId}`,
        key: `crowd-${i}`,
        operation: 'startBacktest',
        requestHash: 'x',
      });
    const answers = await withClient(rig.accounts.url, async (gate) => {
      // Nobody can insert until all of them have come as far as they can: those who only counted would all go in then.
      await gate.query('begin');
      await gate.query('lock table backtests in share row exclusive mode');
      const starting = Promise.allSettled(Array.from({ length: 6 }, (_, i) => start(i)));
      await until('all wait', async () => {
        const { rows } = await gate.query<{ n: number }>('select count(distinct pid)::int as n from pg_locks where not granted');
        return rows[0]!.n >= 6;
      });
      await gate.query('commit');
      return starting;
    });
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await emptyQueue(rig);
  });

  it('takes users in turns: who has one running waits for who has none', async () => {
    const { backtests } = rig.accounts.database;
    await emptyQueue(rig);
    const other = await rig.user('patient');
    const [first, second] = [await owner.started(), await owner.started()];
    const theirs = await other.started();
    const claims = [];
    for (let i = 0; i < 3; i += 1) claims.push((await backtests.claim({ holder: 'x', leaseMs: 60_000, maxAttempts: 5 }))!.id);
    expect(claims).toEqual([first, theirs, second]);
    await emptyQueue(rig);
  });

  it('forgets what ended long ago, and what newer ones of the user have crowded out', async () => {
    const { backtests } = rig.accounts.database;
    const tidy = await rig.user('tidy');
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      ids.push(await tidy.started());
      await tidy.cancel(ids[i]!);
    }
    await withClient(rig.accounts.url, (client) =>
      client.query("update backtests set finished_at = now() - interval '91 days' where id = any($1::uuid[])", [[ids[3]]]),
    );
    const left = async () => (await Promise.all(ids.map((id) => tidy.read(id)))).map((each) => each !== null);
    await backtests.prune({ olderThanMs: 90 * 86_400_000, keptOfUser: 1_000, limit: 100 });
    expect(await left()).toEqual([true, true, true, false]);
    await backtests.prune({ olderThanMs: 90 * 86_400_000, keptOfUser: 2, limit: 100 });
    expect(await left()).toEqual([false, true, true, false]);
  });
});
