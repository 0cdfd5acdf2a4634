import { DomainError } from '../../domain/errors.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { MarketSource, ReplaySession } from './market-source.js';
import type { SessionClock } from './session-clock.js';

export interface ReleaseDeps {
  readonly source: MarketSource;
  readonly clock: SessionClock;
  /** Waits; rejects when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Stores the session's bars and makes the scanner look at them. */
  readonly release: (session: ReplaySession) => Promise<void>;
  /** Remembers the newest released session for the next start. */
  readonly remember: (date: TradingDate) => Promise<void>;
  readonly say: (line: string) => void;
}

/**
 * Plays the market: every `sessionMs` the next session closes and its bars go in. Where no session is left it rests, says so
 * once, and looks again at each beat (the simulated market never runs ahead of the real calendar).
 * Ends when the signal aborts. A retryable failure is tried again at the next beat; any other is thrown.
 */
export async function releaseSessions(deps: ReleaseDeps, sessionMs: number, signal: AbortSignal): Promise<void> {
  const { source, clock, say } = deps;
  let isResting = false;
  let done = clock.released;
  while (!signal.aborted) {
    await deps.pause(sessionMs, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return;
    try {
      const session = await source.sessionAfter(done);
      if (session === null) {
        if (!isResting) say(`no session is left to release after ${done}: the market rests, the API goes on`);
        isResting = true;
        continue;
      }
      isResting = false;
      clock.advanceTo(session.tradingDate);
      await deps.release(session);
      await deps.remember(session.tradingDate);
      done = session.tradingDate;
      say(`session ${session.tradingDate} closed: ${session.batch.length} bars`);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof DomainError && error.retryable)) throw error;
      say(`a session waits: ${error.message}`);
    }
  }
}
