import type { Metrics } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';
import type { LiveItem, LiveSource } from '../../resolvers/live-source.js';
import { startDelivery } from './delivery-span.js';
import { executeItem, type LiveOperation } from './execute-item.js';
import type { GroupMember, GroupWork } from './group.js';
import { groupKey } from './group-key.js';
import type { LiveGauges } from './live-gauges.js';
import type { Outbox } from './outbox.js';
import type { SubscriptionGroups } from './subscription-groups.js';

/** The socket side of a subscription. */
export interface SubscriptionSocket {
  readonly outbox: Outbox;
  readonly maxHeldItems: number;
  /** Resolves when the connection may be told a lossy item: so many a second, over all of its subscriptions. */
  lossyTurn(): Promise<void>;
  /** An item could not be told: the socket closes, and its client resumes from its last cursor. */
  tryAgain(): void;
  /** More waits for the socket than may. */
  overflow(): void;
}

export interface LiveSubscriptionDeps {
  readonly groups: SubscriptionGroups;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly gauges: LiveGauges;
  /** Unix time in milliseconds, as the database has it too. */
  readonly wallClock: () => number;
}

/** Items that may still wait in a subscriber's own feed when it joins a group. */
const MAX_HANDOVER_ITEMS = 64;

/**
 * One subscription of one socket. Until it has caught up it runs its own feed, at the pace of its socket; then it
 * joins the group of its equals. Messages go out past graphql-ws, which only sees a stream that never yields and
 * ends when the subscription does: so a payload is made once for a whole group.
 */
export class LiveSubscription implements AsyncGenerator<never, void, undefined>, GroupMember {
  readonly #deps: LiveSubscriptionDeps;
  readonly #socket: SubscriptionSocket;
  readonly #source: LiveSource;
  readonly #operation: LiveOperation;
  readonly #prefix: string;
  /** Payloads of the group that came before this subscriber's own were out; undefined once they are. */
  #held: string[] | undefined;
  #leave: (() => void) | undefined;
  #isClosed = false;
  #end: () => void = () => {};
  readonly #ended: Promise<void>;

  constructor(deps: LiveSubscriptionDeps, socket: SubscriptionSocket, operationId: string, source: LiveSource, operation: LiveOperation) {
    this.#deps = deps;
    this.#socket = socket;
    this.#source = source;
    this.#operation = operation;
    this.#prefix = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    deps.gauges.subscriptions(source.topic, 1);
    void this.#run();
  }

  get isDrained(): boolean {
    return this.#held === undefined && this.#socket.outbox.isDrained;
  }

  deliver(payload: string, item: LiveItem): void {
    if (this.#held === undefined) this.#send(payload, item);
    else if (this.#held.push(payload) > this.#socket.maxHeldItems) this.#socket.overflow();
  }

  fail(): void {
    this.#socket.tryAgain();
  }

  async next(): Promise<IteratorResult<never, void>> {
    await this.#ended;
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<never, void>> {
    this.#close();
    return this.next();
  }

  throw(): Promise<IteratorResult<never, void>> {
    return this.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Once it has joined, its feed is used up, or the group's.
    if (this.#leave === undefined) this.#source.feed.close();
    else this.#leave();
    this.#deps.gauges.subscriptions(this.#source.topic, -1);
    this.#end();
  }

  async #run(): Promise<void> {
    const { feed } = this.#source;
    let told = 0;
    try {
      while (!feed.isCaughtUp || feed.received - told > MAX_HANDOVER_ITEMS || told === 0) {
        if (this.#source.isLossy) await this.#lossyTurn();
        const items = await feed.next();
        if (this.#isClosed) return;
        await this.#tellAll(items);
        told += items.length;
      }
      if (this.#isClosed) return;
      this.#held = [];
      const key = groupKey({ ...this.#operation, audience: this.#source.audience });
      const work: GroupWork = {
        execute: (item) => executeItem(this.#operation, item),
        startSpan: (item, subscribers) => startDelivery(this.#deps.tracer, this.#source.topic, item, subscribers),
      };
      const joined = this.#deps.groups.join({ key, feed, told, work, member: this });
      this.#leave = joined.leave;
      await this.#tellAll(joined.items);
      this.#release();
    } catch {
      // Said in the log where it was masked.
      if (!this.#isClosed) this.#socket.tryAgain();
    }
  }

  /** Waits for something to tell first: a turn that is taken before is gone when it comes. */
  async #lossyTurn(): Promise<void> {
    await this.#source.feed.whenReady?.();
    if (!this.#isClosed) await this.#socket.lossyTurn();
  }

  /** Sends items of the subscriber's own feed, no faster than its socket takes them. */
  async #tellAll(items: readonly LiveItem[]): Promise<void> {
    for (const item of items) {
      const span = startDelivery(this.#deps.tracer, this.#source.topic, item, 1);
      try {
        const payload = await (span === undefined
          ? executeItem(this.#operation, item)
          : span.run(() => executeItem(this.#operation, item)));
        if (this.#isClosed) return;
        this.#send(payload, item);
      } finally {
        span?.end();
      }
      await this.#socket.outbox.drained();
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const payload of held) this.#push(payload);
  }

  #send(payload: string, item: LiveItem): void {
    if (item.occurredAt !== undefined) {
      const delayMs = Math.max(0, this.#deps.wallClock() - item.occurredAt.getTime());
      this.#deps.metrics.observe('subscription_delivery_delay_seconds', delayMs / 1000);
    }
    this.#push(payload);
  }

  #push(payload: string): void {
    if (!this.#isClosed) this.#socket.outbox.push(`${this.#prefix}${payload}}`);
  }
}
