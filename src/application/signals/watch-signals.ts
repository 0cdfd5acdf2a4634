import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { checkSignalFilter, refuseScoreFilter } from './check-signal-filter.js';
import { openSignalFeed, type SignalFeedDeps } from './open-signal-feed.js';
import { signalMatcher } from './signal-filter.js';
import type { SignalFeed, WatchSignalsInput } from './signal-feed.js';

/**
 * Signals as they are told, from a position on: replay from the table, then live.
 * A position of another life of the database, or one ahead of all that was ever numbered (the database was
 * restored under the same epoch, or the cursor is made up), starts with a gap of reason EPOCH and goes on from now.
 * @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function watchSignals(deps: SignalFeedDeps): (input: WatchSignalsInput, actor: Actor) => Promise<SignalFeed> {
  return async (input, actor) => {
    requirePermission(actor, 'signal:read');
    if (input.topic === 'DETECTED') refuseScoreFilter(input.filter);
    return openSignalFeed(deps, signalMatcher(checkSignalFilter(input.filter)), input.after, input.topic);
  };
}
