import type { LiveFeed } from '../../application/events/live-feed.js';
import type { Metrics } from '../../application/ports/telemetry.js';
import type { LiveItem } from '../../resolvers/live-source.js';
import { SubscriptionGroup, type GroupMember, type GroupWork } from './group.js';

/** A subscriber about to join, with the feed that brought it up to now. */
export interface Joining {
  readonly key: string;
  /** Caught up. Used up by the join. */
  readonly feed: LiveFeed<LiveItem>;
  /** Items of the feed that the subscriber has told itself: all it has taken. */
  readonly told: number;
  readonly work: GroupWork;
  readonly member: GroupMember;
}

export interface Joined {
  /** Items that came before the member was in the group: it has to tell them itself, first. */
  readonly items: readonly LiveItem[];
  readonly leave: () => void;
}

/** The groups of a process by key. */
export class SubscriptionGroups {
  readonly #groups = new Map<string, SubscriptionGroup>();
  readonly #metrics: Metrics;
  #count = 0;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Puts a subscriber into the group of its equals, in one turn of the event loop, so that nothing falls between
   * feed and group.
   */
  join({ key, feed, told, work, member }: Joining): Joined {
    const group = this.#groups.get(key);
    if (group !== undefined && group.isJoinable) {
      group.add(member);
      return { items: feed.leave(), leave: () => group.remove(member) };
    }
    // The one there (if any) fell behind and reads the table; it serves its members to their end.
    const created = new SubscriptionGroup(feed, told, work);
    created.addFirst(member);
    this.#groups.set(key, created);
    this.#setCount(this.#count + 1);
    void this.#run(key, created);
    return { items: [], leave: () => created.remove(member) };
  }

  async #run(key: string, group: SubscriptionGroup): Promise<void> {
    await group.run();
    if (this.#groups.get(key) === group) this.#groups.delete(key);
    this.#setCount(this.#count - 1);
  }

  #setCount(count: number): void {
    this.#count = count;
    this.#metrics.set('vpa_subscription_groups', count);
  }
}
