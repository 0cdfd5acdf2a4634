import type { DomainEvent, EventPosition, SequencedEvent, UnreadableEvent } from '../../domain/events.js';
import type { EventLog, EventLogState } from '../ports/events.js';
import type { Logger } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';
import type { EventTail, TailListener } from './event-tail.js';
import type { FeedItem } from './feed-item.js';
import type { LiveFeed } from './live-feed.js';
import type { TailGap } from './tail-gap.js';

export interface FeedDeps {
  readonly tail: EventTail;
  readonly log: EventLog;
  readonly timers: Timers;
  readonly logger: Logger;
  /** 0 to 1; spreads the retries of many feeds. */
  readonly random: () => number;
}

/** A feed that told nothing for so long tells its position. */
export const SILENCE_MS = 60_000;
/** Rows of one read of the table. */
export const REPLAY_PAGE = 500;
/** Live items a feed holds for its consumer; beyond them it leaves the tail and reads the table when asked. */
export const FEED_BUFFER_ITEMS = 2_048;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;

/** What a feed tells of an event; null: nothing. */
export type FeedPick<Body> = (event: DomainEvent | UnreadableEvent) => Body | null;

/** Opens a feed after a position; null: from now on. Reads nothing until it is pulled. */
export function openFeed<Body>(deps: FeedDeps, pick: FeedPick<Body>, after: EventPosition | null): LiveFeed<FeedItem<Body>> {
  return new Feed(deps, pick, after);
}

class Feed<Body> implements LiveFeed<FeedItem<Body>>, TailListener {
  readonly #deps: FeedDeps;
  readonly #pick: FeedPick<Body>;
  /** Everything up to here was taken in or passed over. */
  #position: EventPosition;
  /** Whether `#position` is known to exist; a cursor from outside may be of another epoch, or ahead of everything. */
  #isTrusted: boolean;
  #items: FeedItem<Body>[] = [];
  #received = 0;
  #detach: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #cancelTimer: () => void = () => {};
  #lastItemAt = 0;
  #isClosed = false;

  constructor(deps: FeedDeps, pick: FeedPick<Body>, after: EventPosition | null) {
    this.#deps = deps;
    this.#pick = pick;
    this.#position = after ?? deps.tail.position();
    this.#isTrusted = after === null;
    // The given cursor itself: a client cut off before it hears of a gap will ask again from there, and hear of it.
    this.#push({ type: 'POSITION', position: this.#position });
  }

  get isCaughtUp(): boolean {
    const newest = this.#deps.tail.position();
    return this.#detach !== undefined && this.#position.epoch === newest.epoch && this.#position.seq <= newest.seq;
  }

  get received(): number {
    return this.#received;
  }

  async next(): Promise<readonly FeedItem<Body>[]> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.#isClosed) {
      const isLive = this.#detach !== undefined || this.#attach();
      if (this.#items.length > 0) return this.#take();
      if (isLive) await this.#sleep();
      else if (await this.#replay()) retryMs = FIRST_RETRY_MS;
      else {
        await this.#sleep(retryMs * (0.5 + this.#deps.random() / 2));
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      }
    }
    return [];
  }

  leave(): readonly FeedItem<Body>[] {
    const items = this.#take();
    this.close();
    return items;
  }

  close(): void {
    this.#isClosed = true;
    this.#detachFromTail();
    this.#items = [];
    this.#wakeUp();
  }

  onEvent(event: SequencedEvent): void {
    if (this.#items.length >= FEED_BUFFER_ITEMS) {
      this.#detachFromTail();
      return;
    }
    this.#accept(event);
  }

  onGap(gap: TailGap): void {
    this.#tellGap(gap.reason, gap.position);
  }

  /** Tries to go live after the current position; false where the tail has forgotten, or lives in another epoch. */
  #attach(): boolean {
    const { tail } = this.#deps;
    // The tail takes any position ahead of its own on trust; one from outside is first compared with the table.
    if (!this.#isTrusted && this.#position.seq > tail.position().seq) return false;
    // Set first: the events handed over at once may be too many, and then it is unset.
    let isWanted = true;
    this.#detach = () => void (isWanted = false);
    const result = tail.attach(this.#position, this);
    if (!result.isAttached) {
      this.#detach = undefined;
      return false;
    }
    this.#isTrusted = true;
    if (!isWanted) {
      result.detach();
      return true;
    }
    this.#detach = result.detach;
    this.#lastItemAt = this.#deps.timers.now();
    this.#watchSilence(SILENCE_MS);
    return true;
  }

  #detachFromTail(): void {
    this.#detach?.();
    this.#detach = undefined;
    this.#cancelTimer();
  }

  /** Reads one page of the table. False where nothing came of it and it should be asked again a little later. */
  async #replay(): Promise<boolean> {
    let state: EventLogState;
    let events: readonly SequencedEvent[];
    try {
      state = await this.#deps.log.state();
      events = await this.#deps.log.readAfter(this.#position.seq, REPLAY_PAGE);
    } catch (error) {
      this.#deps.logger.debug({ error }, 'the event table could not be read for a replay');
      return false;
    }
    if (this.#isClosed) return true;
    const { newest, prunedThrough } = state;
    if (newest.epoch !== this.#position.epoch || (!this.#isTrusted && newest.seq < this.#position.seq)) {
      this.#tellGap('EPOCH', newest);
      return true;
    }
    const wasTrusted = this.#isTrusted;
    this.#isTrusted = true;
    if (this.#position.seq < prunedThrough) {
      this.#tellGap('RETENTION', { epoch: newest.epoch, seq: prunedThrough });
      return true;
    }
    for (const event of events) {
      // Rows that retention or a restore took meanwhile: the next look at the state will tell.
      if (event.seq !== this.#position.seq + 1 || event.epoch !== this.#position.epoch) return event !== events[0];
      this.#accept(event);
    }
    return events.length > 0 || !wasTrusted;
  }

  #accept({ event, epoch, seq, ...when }: SequencedEvent): void {
    this.#position = { epoch, seq };
    const body = this.#pick(event);
    if (body !== null) this.#push({ ...body, position: this.#position, ...when });
  }

  #tellGap(reason: 'RETENTION' | 'EPOCH', position: EventPosition): void {
    this.#position = position;
    this.#isTrusted = true;
    this.#push({ type: 'GAP', position, reason });
  }

  #push(item: FeedItem<Body>): void {
    this.#items.push(item);
    this.#received += 1;
    this.#lastItemAt = this.#deps.timers.now();
    this.#wakeUp();
  }

  #take(): readonly FeedItem<Body>[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #watchSilence(delayMs: number): void {
    this.#cancelTimer = this.#deps.timers.schedule(delayMs, () => {
      const left = this.#lastItemAt + SILENCE_MS - this.#deps.timers.now();
      if (left <= 0 && this.#items.length === 0) this.#push({ type: 'POSITION', position: this.#position });
      this.#watchSilence(left > 0 ? left : SILENCE_MS);
    });
  }

  /** Until something is pushed, the feed is closed or (where given) the time is over. */
  async #sleep(ms?: number): Promise<void> {
    let cancel: (() => void) | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== undefined) cancel = this.#deps.timers.schedule(ms, resolve);
    });
    cancel?.();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
