import { openFakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import type { Tape } from '../../src/adapters/fake-market/tape.js';
import { CALL_LIMITS } from '../../src/adapters/providers/calls/provider-calls.js';
import type { CallLimits } from '../../src/adapters/providers/calls/provider-calls.js';
import { STREAM_LIMITS } from '../../src/adapters/providers/live/stream-ticks.js';
import type { StreamLimits } from '../../src/adapters/providers/live/stream-ticks.js';
import type { ProviderDeps } from '../../src/adapters/providers/provider-deps.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { simulatedTape } from '../../src/main/fake-market-tape.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { REAL_TIMERS } from './real-timers.js';

export const FIRST_DATE = parseTradingDate('2024-01-02');
export const LAST_DATE = parseTradingDate('2024-12-31');

let tape: Tape | undefined;

export function startFakeMarket({ retryAfter = 0 } = {}): Promise<FakeMarket> {
  return openFakeMarket({
    tape: (tape ??= simulatedTape(FIRST_DATE, LAST_DATE, 7)),
    session: LAST_DATE,
    host: '127.0.0.1',
    port: 0,
    now: () => new Date(),
    retryAfter,
  });
}

/** Limits under which a test does not wait for long, and no circuit opens. */
export const QUICK_CALLS: CallLimits = {
  ...CALL_LIMITS,
  totalMs: 8_000,
  maxBytes: 4 * 1024 * 1024,
  perSecond: 10_000,
  attempts: 2,
  firstPauseMs: 1,
  breaker: { failures: 1_000, restMs: 60_000 },
};

export const QUICK_STREAM: StreamLimits = { ...STREAM_LIMITS, heartbeatMs: 300, firstPauseMs: 20, longestPauseMs: 100 };

export function providerDeps(metrics = new FakeMetrics()): ProviderDeps & { readonly metrics: FakeMetrics } {
  return { timers: REAL_TIMERS, metrics, logger: SILENT_LOGGER, random: () => 0.5, clock: { now: () => new Date() } };
}
