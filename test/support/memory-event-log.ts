import type { EventPosition, SequencedEvent } from '../../src/domain/events.js';
import type { EventBus, EventLog, EventLogState, EventSubscription } from '../../src/application/ports/events.js';
import type { Signal } from '../../src/domain/vpa/signal.js';

/** An event table in memory: numbers events densely, prunes, is restored, fails on demand. */
export class MemoryEventLog implements EventLog {
  events: SequencedEvent[] = [];
  epoch = 'e1';
  prunedThrough = 0;
  newest = 0;
  /** Reads fail while this is set. */
  failure: Error | null = null;
  reads = 0;

  position(seq = this.newest): EventPosition {
    return { epoch: this.epoch, seq };
  }

  append(signal: Signal, occurredAt = new Date()): SequencedEvent {
    return this.appendEvent({ type: 'signal.detected', signal }, occurredAt);
  }

  appendEvent(event: SequencedEvent['event'], occurredAt = new Date()): SequencedEvent {
    this.newest += 1;
    const sequenced: SequencedEvent = { seq: this.newest, epoch: this.epoch, occurredAt, event };
    this.events.push(sequenced);
    return sequenced;
  }

  prune(through: number): void {
    this.prunedThrough = Math.max(this.prunedThrough, through);
    this.events = this.events.filter((event) => event.seq > through);
  }

  /** The database of an earlier moment, under a new epoch. */
  restore(seq: number, epoch: string): void {
    this.events = this.events.filter((event) => event.seq <= seq).map((event) => ({ ...event, epoch }));
    this.epoch = epoch;
    this.newest = seq;
  }

  async state(): Promise<EventLogState> {
    await this.#read();
    return { newest: this.position(), prunedThrough: this.prunedThrough };
  }

  async readAfter(after: number, limit: number): Promise<readonly SequencedEvent[]> {
    await this.#read();
    return this.events.filter((event) => event.seq > after).slice(0, limit);
  }

  async #read(): Promise<void> {
    this.reads += 1;
    await Promise.resolve();
    if (this.failure !== null) throw this.failure;
  }
}

/** A bus that delivers what it is told to, when it is told to. */
export class MemoryEventBus implements EventBus {
  readonly #handlers = new Set<(event: SequencedEvent) => void>();

  publish(events: readonly SequencedEvent[]): Promise<void> {
    for (const event of events) for (const handler of this.#handlers) handler(event);
    return Promise.resolve();
  }

  subscribe(handler: (event: SequencedEvent) => void): Promise<EventSubscription> {
    this.#handlers.add(handler);
    return Promise.resolve({ close: () => Promise.resolve(void this.#handlers.delete(handler)) });
  }

  isHealthy(): boolean {
    return true;
  }

  close(): Promise<void> {
    this.#handlers.clear();
    return Promise.resolve();
  }
}
