import type { EventPosition } from '../../domain/events.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../domain/vpa/signal.js';
import type { FeedItem } from '../events/feed-item.js';
import type { LiveFeed } from '../events/live-feed.js';
import type { SignalFilter } from '../ports/readers.js';

/** What a feed tells of a signal. */
export interface ToldSignal {
  readonly type: 'SIGNAL';
  readonly signal: Signal;
  /** Of a signal that was scored, or whose status has changed. */
  readonly score?: SignalScore;
}

export type SignalFeedItem = FeedItem<ToldSignal>;

/** DETECTED: as signals are found. UPDATED: as they are scored, and as their status changes. */
export type SignalTopic = 'DETECTED' | 'UPDATED';

export interface WatchSignalsInput {
  readonly topic: SignalTopic;
  readonly filter: SignalFilter;
  /** Resume after this position; null: from now on. */
  readonly after: EventPosition | null;
}

export type SignalFeed = LiveFeed<SignalFeedItem>;
