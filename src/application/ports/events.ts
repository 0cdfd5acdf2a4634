import type { EventPosition, SequencedEvent } from '../../domain/events.js';

/** State of the event table: the newest number given out, and the newest number that retention has removed. */
export interface EventLogState {
  readonly newest: EventPosition;
  /** 0 where nothing was removed. A cursor below this has a gap. */
  readonly prunedThrough: number;
}

/** The truth about events: the table, always read on the primary. */
export interface EventLog {
  state(): Promise<EventLogState>;
  /** Events with seq > after, ascending, at most limit. */
  readAfter(after: number, limit: number): Promise<readonly SequencedEvent[]>;
}

/** The relay's side of the event table. */
export interface Outbox {
  /**
   * Gives the next numbers to at most `limit` committed, unnumbered events, in one transaction that is
   * serialised over all relays (advisory lock first). Returns them in order; empty where nothing waits.
   */
  numberPending(limit: number): Promise<readonly SequencedEvent[]>;
  /** Removes at most `limit` numbered events older than the given age, the oldest first; records the newest removed number. Returns how many. */
  prune(olderThanMs: number, limit: number): Promise<number>;
  /** Seconds that the oldest unnumbered event has waited; 0 where none waits. */
  oldestPendingSeconds(): Promise<number>;
}

/** The meaning of the numbers: one epoch for each life of the database. */
export interface EventEpoch {
  /** Ends the epoch, so that every cursor from before gets a gap; serialised with numbering. Returns where the next one begins. */
  begin(): Promise<EventPosition>;
}

/**
 * Carries events as hints between processes: they may be lost, doubled or out of order; the tail repairs that
 * from the {@link EventLog}. Implementations: in-process, Redis Pub/Sub (channel `vpa.v1.events`).
 */
export interface EventBus {
  /** Resolves when handed over; rejects where the transport is away (callers count and go on). */
  publish(events: readonly SequencedEvent[]): Promise<void>;
  /** The handler is called for each event received, in order of receipt. Resolves when listening. */
  subscribe(handler: (event: SequencedEvent) => void): Promise<EventSubscription>;
  /** Whether the transport is reachable now; a missing bus degrades, it never stops. */
  isHealthy(): boolean;
  close(): Promise<void>;
}
export interface EventSubscription {
  close(): Promise<void>;
}
