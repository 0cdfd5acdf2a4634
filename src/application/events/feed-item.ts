import type { EventPosition } from '../../domain/events.js';

/** What every item that tells an event says of it. Positions are turned into opaque cursors at the edge. */
export interface ToldEvent {
  readonly position: EventPosition;
  /** When the event was committed. */
  readonly occurredAt: Date;
  readonly traceparent?: string;
}

/** What tells no event, in every feed. */
export type FeedMark =
  /** First item of a feed (the place it starts from), and after each 60 s without another: a fresh place to resume from. */
  | { readonly type: 'POSITION'; readonly position: EventPosition }
  /**
   * Events between the last position and this one can't be told: removed by retention, or the database was restored.
   * The feed goes on after `position`.
   */
  | { readonly type: 'GAP'; readonly position: EventPosition; readonly reason: 'RETENTION' | 'EPOCH' };

/** What a subscriber gets. */
export type FeedItem<Body> = (Body & ToldEvent) | FeedMark;
