import { describe, expect, it } from 'vitest';

import type { BarBatch } from '../../application/ports/bar-store.js';
import { DomainError } from '../../domain/errors.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import type { MarketSource } from './market-source.js';
import { releaseSessions } from './release-sessions.js';
import type { ReleaseDeps } from './release-sessions.js';
import { SessionClock } from './session-clock.js';

const on = parseTradingDate;
const EMPTY: BarBatch = { length: 0, symbol: [], tradingDate: [], open: [], high: [], low: [], close: [], volume: [] };

/** A market of the given dates; the clock stops itself after so many beats. */
function replay(dates: readonly string[], beats: number, release: ReleaseDeps['release'] = async () => undefined) {
  const abort = new AbortController();
  const clock = new SessionClock(on('2024-12-31'));
  const told: string[] = [];
  const remembered: string[] = [];
  const source: MarketSource = {
    identity: { kind: 'simulated', revision: 1 },
    barSource: 'SIMULATED',
    sourceName: 'test',
    stocks: [],
    historyEnd: on('2024-12-31'),
    description: [],
    notice: '',
    async *history() {},
    sessionAfter: async (date) => {
      const next = dates.find((candidate) => candidate > date);
      return next === undefined ? null : { tradingDate: on(next), batch: EMPTY };
    },
  };
  const deps: ReleaseDeps = {
    source,
    clock,
    pause: async () => {
      beats -= 1;
      if (beats < 0) abort.abort();
    },
    release,
    remember: async (date) => void remembered.push(date),
    say: (line) => void told.push(line),
  };
  return { clock, told, remembered, run: () => releaseSessions(deps, 10_000, abort.signal) };
}

describe('releaseSessions', () => {
  it('releases one session a beat, in order, and remembers each', async () => {
    const { run, clock, remembered } = replay(['2025-01-02', '2025-01-03', '2025-01-06'], 2);
    await run();
    expect(remembered).toEqual(['2025-01-02', '2025-01-03']);
    expect(clock.now().toISOString()).toBe('2025-01-03T08:00:00.000Z');
  });

  it('moves the clock before the bars go in, so that the newest session counts as closed when it is scanned', async () => {
    const seen: string[] = [];
    const market = replay(['2025-01-02'], 1, async () => void seen.push(market.clock.released));
    await market.run();
    expect(seen).toEqual(['2025-01-02']);
  });

  it('rests where no session is left, and says so once', async () => {
    const { run, told } = replay(['2025-01-02'], 5);
    await run();
    expect(told.filter((line) => line.includes('rests'))).toHaveLength(1);
  });

  it('goes on where it stopped after a retryable failure', async () => {
    let failures = 1;
    const released: string[] = [];
    const { run } = replay(['2025-01-02', '2025-01-03'], 3, async ({ tradingDate }) => {
      if (failures-- > 0) throw new DomainError('INTERNAL', 'the database is busy', { retryable: true });
      released.push(tradingDate);
    });
    await run();
    expect(released).toEqual(['2025-01-02', '2025-01-03']);
  });

  it('ends with the error where trying again is no use', async () => {
    const { run } = replay(['2025-01-02'], 3, async () => {
      throw new Error('broken');
    });
    await expect(run()).rejects.toThrow('broken');
  });
});
