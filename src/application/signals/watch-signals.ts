import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { openFeed, type FeedDeps, type FeedPick } from '../events/open-feed.js';
import { checkSignalFilter, refuseScoreFilter } from './check-signal-filter.js';
import { signalMatcher } from './signal-filter.js';
import type { SignalFeed, SignalTopic, ToldSignal, WatchSignalsInput } from './signal-feed.js';

/**
 * Signals as they are told, from a position on: replay from the table, then live.
 * A position of another life of the database, or one ahead of all that was ever numbered (the database was
 * restored under the same epoch, or the cursor is made up), starts with a gap of reason EPOCH and goes on from now.
 * @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function watchSignals(deps: FeedDeps): (input: WatchSignalsInput, actor: Actor) => Promise<SignalFeed> {
  return async (input, actor) => {
    requirePermission(actor, 'signal:read');
    if (input.topic === 'DETECTED') refuseScoreFilter(input.filter);
    return openFeed(deps, pickOf(input.topic, signalMatcher(checkSignalFilter(input.filter))), input.after);
  };
}

function pickOf(topic: SignalTopic, matches: ReturnType<typeof signalMatcher>): FeedPick<ToldSignal> {
  return (event) => {
    if (topic === 'DETECTED' && event.type === 'signal.detected' && matches(event.signal)) return { type: 'SIGNAL', signal: event.signal };
    if (topic === 'UPDATED' && event.type === 'signal.updated' && matches(event.signal, event.score))
      return { type: 'SIGNAL', signal: event.signal, score: event.score };
    return null;
  };
}
