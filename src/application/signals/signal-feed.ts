import type { EventPosition } from '../../domain/events.js';
import type { Signal } from '../../domain/vpa/signal.js';
import type { SignalFilter } from '../ports/readers.js';

/** What a subscriber gets. Positions are turned into opaque cursors at the edge. */
export type SignalFeedItem =
  | { readonly type: 'SIGNAL'; readonly position: EventPosition; readonly signal: Signal; readonly occurredAt: Date }
  /** First item of a feed, and after each 60 s without another: a fresh place to resume from. */
  | { readonly type: 'POSITION'; readonly position: EventPosition }
  /** Events between the given cursor and `position` can't be told: removed by retention, or the database was restored. */
  | { readonly type: 'GAP'; readonly position: EventPosition; readonly reason: 'RETENTION' | 'EPOCH' };

export interface WatchSignalsInput {
  readonly filter: SignalFilter;
  /** Resume after this position; null: from now on. */
  readonly after: EventPosition | null;
}

/**
 * A feed in two parts. `replay` yields what lies between `after` and now (it is finite and ends exactly at the
 * moment the caller must call `join`); `join` then attaches to the live tail in the same turn of the event loop,
 * so that nothing falls between.
 */
export interface SignalFeed {
  readonly replay: AsyncIterable<SignalFeedItem>;
  /**
   * Attaches to live items after the position where replay ended. Items arrive in order, each once. Returns detach.
   * @param onItem must not block; called synchronously for each live item that passes the filter.
   */
  join(onItem: (item: SignalFeedItem) => void): () => void;
}
