import type { EventPosition, SequencedEvent, UnreadableEvent } from '../../domain/events.js';
import type { EventBus, EventLog, EventSubscription } from '../ports/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';
import { EventRing } from './event-ring.js';
import { createUnreadableReport } from './unreadable-report.js';
import type { TailGap } from './tail-gap.js';
import { TailRepairs } from './tail-repairs.js';

/** Called synchronously, in order; must neither block nor throw (a listener that throws is detached). */
export interface TailListener {
  onEvent(event: SequencedEvent): void;
  /** Events up to `position` can't be told: the database was restored, or retention overtook this process. */
  onGap(gap: TailGap): void;
}

/** `TOO_OLD`: more recent events were dropped than the tail remembers; replay from the table first. `EPOCH`: a position of another life of the database. */
export type AttachResult =
  | { readonly isAttached: true; readonly detach: () => void }
  | { readonly isAttached: false; readonly reason: 'TOO_OLD' | 'EPOCH' };

/**
 * The one place of a process where events come in: exactly once each, in order, without a hole.
 * The bus is a hint; the table is read at a hole and after a second of silence.
 */
export interface EventTail {
  /** The newest event delivered. */
  position(): EventPosition;
  /**
   * Attaches without a gap: events after `after` that the tail still remembers are handed over before this returns,
   * later ones as they come. `after` may lie ahead of this process (a cursor of a faster one).
   */
  attach(after: EventPosition, listener: TailListener): AttachResult;
  /** Whether the last read of the table succeeded. */
  isHealthy(): boolean;
  /** Ends deliveries at once; resolves when a read under way has ended. */
  close(): Promise<void>;
}

export interface EventTailDeps {
  readonly bus: EventBus;
  readonly log: EventLog;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1; spreads the retries of many processes. */
  readonly random: () => number;
}

/** Silence after which the table is asked. */
const TAIL_SILENCE_MS = 1_000;
/** Events remembered for those who attach a little late. */
export const TAIL_RING_EVENTS = 2_048;

/**
 * Starts the tail at the newest event of the table.
 * @throws where the table can't be read at start; later failures are retried for as long as the tail is open.
 */
export async function startEventTail(deps: EventTailDeps): Promise<EventTail> {
  const tail = new Tail(deps, (await deps.log.state()).newest);
  tail.open();
  return tail;
}

interface Attached {
  readonly listener: TailListener;
  /** The newest number this listener has been given (or claims to have). */
  after: number;
}

class Tail implements EventTail {
  readonly #deps: EventTailDeps;
  readonly #ring = new EventRing(TAIL_RING_EVENTS);
  readonly #attached = new Set<Attached>();
  readonly #repairs: TailRepairs;
  readonly #reportUnreadable: (event: UnreadableEvent) => void;
  #position: EventPosition;
  #lastEventAt: number;
  #isClosed = false;
  #cancelSilence: () => void = () => {};
  #subscription: EventSubscription | undefined;

  constructor(deps: EventTailDeps, position: EventPosition) {
    this.#deps = deps;
    this.#position = position;
    this.#lastEventAt = deps.timers.now();
    this.#reportUnreadable = createUnreadableReport(deps);
    this.#repairs = new TailRepairs(deps, {
      position: () => this.#position,
      accept: (event) => this.#accept(event),
      jump: (gap) => this.#jump(gap),
    });
  }

  open(): void {
    this.#report();
    this.#watchSilence(TAIL_SILENCE_MS);
    // Not awaited: without its bus the tail lives on the table.
    void this.#listen();
  }

  async #listen(): Promise<void> {
    try {
      const subscription = await this.#deps.bus.subscribe((event) => this.#hint(event));
      this.#subscription = subscription;
      if (this.#isClosed) await subscription.close();
    } catch (error) {
      if (!this.#isClosed) this.#deps.logger.warn({ error }, 'the event bus refused the subscription; events come from the table');
    }
  }

  position(): EventPosition {
    return this.#position;
  }

  isHealthy(): boolean {
    return this.#repairs.isHealthy();
  }

  attach(after: EventPosition, listener: TailListener): AttachResult {
    if (after.epoch !== this.#position.epoch) return { isAttached: false, reason: 'EPOCH' };
    const missed = this.#ring.after(after.seq, this.#position.seq);
    if (missed === undefined) return { isAttached: false, reason: 'TOO_OLD' };
    const attached: Attached = { listener, after: after.seq };
    this.#attached.add(attached);
    for (const event of missed) this.#give(attached, event);
    return { isAttached: true, detach: () => void this.#attached.delete(attached) };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelSilence();
    this.#attached.clear();
    await this.#repairs.close();
    await this.#subscription?.close();
  }

  #hint(event: SequencedEvent): void {
    if (this.#isClosed) return;
    const ahead = event.seq - this.#position.seq;
    if (event.epoch !== this.#position.epoch) this.#repairs.request('epoch');
    // What can't be read may be garbage of the bus: the table says what stands there.
    else if (ahead > 1 || (ahead === 1 && event.event.type === 'unreadable')) this.#repairs.request('hole', event.seq);
    else this.#accept(event);
  }

  /** Takes exactly the next event; anything lower has been delivered. */
  #accept(event: SequencedEvent): void {
    if (this.#isClosed || event.seq !== this.#position.seq + 1) return;
    this.#position = { epoch: event.epoch, seq: event.seq };
    this.#lastEventAt = this.#deps.timers.now();
    if (event.event.type === 'unreadable') this.#reportUnreadable(event.event);
    this.#ring.push(event);
    for (const attached of this.#attached) this.#give(attached, event);
    this.#report();
  }

  #jump(gap: TailGap): void {
    if (this.#isClosed) return;
    this.#position = gap.position;
    this.#ring.clear();
    for (const attached of this.#attached) {
      // A position ahead of this process is not touched by a gap behind it.
      if (gap.reason === 'RETENTION' && attached.after >= gap.position.seq) continue;
      attached.after = gap.position.seq;
      this.#call(attached, () => attached.listener.onGap(gap));
    }
    this.#report();
  }

  #give(attached: Attached, event: SequencedEvent): void {
    if (event.seq <= attached.after) return;
    attached.after = event.seq;
    this.#call(attached, () => attached.listener.onEvent(event));
  }

  #call(attached: Attached, deliver: () => void): void {
    // Detached by itself or by an earlier listener of the same event.
    if (!this.#attached.has(attached)) return;
    try {
      deliver();
    } catch (error) {
      this.#attached.delete(attached);
      this.#deps.logger.error({ error }, 'a listener of the event tail threw and was detached');
    }
  }

  #watchSilence(delayMs: number): void {
    this.#cancelSilence = this.#deps.timers.schedule(delayMs, () => {
      if (this.#isClosed) return;
      const left = this.#lastEventAt + TAIL_SILENCE_MS - this.#deps.timers.now();
      if (left <= 0) this.#repairs.request('silence');
      this.#watchSilence(left > 0 ? left : TAIL_SILENCE_MS);
    });
  }

  #report(): void {
    this.#deps.metrics.set('vpa_tail_position', this.#position.seq);
  }
}
