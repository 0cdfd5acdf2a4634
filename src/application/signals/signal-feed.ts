import type { EventPosition } from '../../domain/events.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../domain/vpa/signal.js';
import type { LiveFeed } from '../events/live-feed.js';
import type { SignalFilter } from '../ports/readers.js';

/** What a subscriber gets. Positions are turned into opaque cursors at the edge. */
export type SignalFeedItem =
  | {
      readonly type: 'SIGNAL';
      readonly position: EventPosition;
      readonly signal: Signal;
      /** Of a signal that was scored, or whose status has changed. */
      readonly score?: SignalScore;
      readonly occurredAt: Date;
      readonly traceparent?: string;
    }
  /** First item of a feed (the place it starts from), and after each 60 s without another: a fresh place to resume from. */
  | { readonly type: 'POSITION'; readonly position: EventPosition }
  /**
   * Events between the last position and this one can't be told: removed by retention, or the database was restored.
   * The feed goes on after `position`.
   */
  | { readonly type: 'GAP'; readonly position: EventPosition; readonly reason: 'RETENTION' | 'EPOCH' };

/** DETECTED: as signals are found. UPDATED: as they are scored, and as their status changes. */
export type SignalTopic = 'DETECTED' | 'UPDATED';

export interface WatchSignalsInput {
  readonly topic: SignalTopic;
  readonly filter: SignalFilter;
  /** Resume after this position; null: from now on. */
  readonly after: EventPosition | null;
}

export type SignalFeed = LiveFeed<SignalFeedItem>;
