import type { LiveFeed } from '../../application/events/live-feed.js';
import type { Span } from '../../application/ports/tracing.js';
import type { LiveItem } from '../../resolvers/live-source.js';

/** A caught-up subscriber: gets each payload of its group once, in order. */
export interface GroupMember {
  /** Must neither block nor throw. */
  deliver(payload: string, item: LiveItem): void;
  /** An item could not be told; the member has to start again from its last cursor. */
  fail(): void;
  /** Whether what it got so far has left the process. */
  readonly isDrained: boolean;
}

/** What a group does with each item, whoever its members are. */
export interface GroupWork {
  readonly execute: (item: LiveItem) => string | Promise<string>;
  /** The span of a delivery to so many subscribers; undefined where it is not traced. */
  readonly startSpan: (item: LiveItem, subscribers: number) => Span | undefined;
}

interface Membership {
  readonly member: GroupMember;
  /** Items of the group that came before the member did. */
  skip: number;
}

/** Subscribers whose payloads are the same: one feed, one execution for each item. Ends with its last member. */
export class SubscriptionGroup {
  readonly #feed: LiveFeed<LiveItem>;
  readonly #work: GroupWork;
  readonly #members = new Map<GroupMember, Membership>();
  /** Items of the feed that are done with. */
  #told: number;

  /** @param told items of the feed that its first member has told itself. */
  constructor(feed: LiveFeed<LiveItem>, told: number, work: GroupWork) {
    this.#feed = feed;
    this.#told = told;
    this.#work = work;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Whether a caught-up subscriber can join: what this group has yet to take comes from the tail. */
  get isJoinable(): boolean {
    return this.#feed.isCaughtUp;
  }

  /** The member gets what the group's feed receives from now on. */
  add(member: GroupMember): void {
    this.#members.set(member, { member, skip: this.#feed.received - this.#told });
  }

  /** The member that brings its feed along: it gets all that the feed holds, too. */
  addFirst(member: GroupMember): void {
    this.#members.set(member, { member, skip: 0 });
  }

  remove(member: GroupMember): void {
    this.#members.delete(member);
    if (this.#members.size === 0) this.#feed.close();
  }

  /** Runs until the group is empty. */
  async run(): Promise<void> {
    for (;;) {
      const items = await this.#feed.next();
      if (items.length === 0) return;
      for (const item of items) {
        await this.#tell(item);
        if (this.#members.size === 0) return;
      }
    }
  }

  async #tell(item: LiveItem): Promise<void> {
    const span = this.#work.startSpan(item, this.#members.size);
    const payload = await (span === undefined ? this.#payload(item) : span.run(() => this.#payload(item)));
    this.#told += 1;
    let isDrained = true;
    for (const membership of this.#members.values()) {
      const { member } = membership;
      if (membership.skip > 0) membership.skip -= 1;
      else if (payload === undefined) member.fail();
      else {
        member.deliver(payload, item);
        isDrained &&= member.isDrained;
      }
    }
    if (payload === undefined) span?.fail(undefined);
    span?.end();
    // A burst must not fill the outboxes of sockets that would empty them at the next turn.
    if (!isDrained) await new Promise(setImmediate);
  }

  async #payload(item: LiveItem): Promise<string | undefined> {
    try {
      return await this.#work.execute(item);
    } catch {
      // Said in the log where it was masked; the members are told to come back.
      return undefined;
    }
  }
}
