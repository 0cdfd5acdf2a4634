import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { SignalFilter } from '../ports/readers.js';
import { openFeed, type FeedDeps, type FeedPick } from '../events/open-feed.js';
import { asksForScores, checkSignalFilter } from './check-signal-filter.js';
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
    return openFeed(deps, pickOf(input.topic, checkSignalFilter(input.filter)), input.after);
  };
}

/** Who asks for scores is told of a signal with its first one: it is found before it is scored. */
function pickOf(topic: SignalTopic, filter: SignalFilter): FeedPick<ToldSignal> {
  const matches = signalMatcher(filter);
  if (topic === 'UPDATED')
    return (event) =>
      event.type === 'signal.updated' && matches(event.signal, event.score)
        ? { type: 'SIGNAL', signal: event.signal, score: event.score }
        : null;
  if (asksForScores(filter))
    return (event) =>
      event.type === 'signal.updated' && event.isFirst && matches(event.signal, event.score)
        ? { type: 'SIGNAL', signal: event.signal }
        : null;
  return (event) => (event.type === 'signal.detected' && matches(event.signal) ? { type: 'SIGNAL', signal: event.signal } : null);
}
