import type { LiveFeed } from '../application/events/live-feed.js';
import { actorKey, type Actor } from '../domain/access/actor.js';

/** What an item of a live field is at least. */
export interface LiveItem {
  readonly type: string;
  /** When what it tells was committed; absent for items that tell no event. */
  readonly occurredAt?: Date;
  /** The trace that it came from. */
  readonly traceparent?: string;
}

/**
 * What the subscribe function of a live field returns: its feed, for a server that shares executions between equal
 * subscribers, and a plain stream for every other.
 */
export class LiveSource implements AsyncIterable<LiveItem> {
  /** Name for metrics; one of a closed set. */
  readonly topic: string;
  readonly feed: LiveFeed<LiveItem>;
  /** Two subscribers may get the same execution only where this is equal: it says what the actor may see. */
  readonly audience: string;

  /** Whether its items are replaced by newer ones while they wait: such items share the pace of the connection. */
  readonly isLossy: boolean;

  constructor(topic: string, feed: LiveFeed<LiveItem>, audience: string, isLossy = false) {
    this.topic = topic;
    this.feed = feed;
    this.audience = audience;
    this.isLossy = isLossy;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveItem, void, undefined> {
    try {
      for (;;) {
        const items = await this.feed.next();
        if (items.length === 0) return;
        yield* items;
      }
    } finally {
      this.feed.close();
    }
  }
}

/** What may be shared of a feed. SHARED: what actors see depends on what they may do, and on nothing else. OWN: nobody else sees it. */
export function audienceOf(actor: Actor, sharing: 'SHARED' | 'OWN'): string {
  const permissions = [...actor.permissions].sort().join();
  return sharing === 'SHARED' ? permissions : `${actorKey(actor)} ${permissions}`;
}
