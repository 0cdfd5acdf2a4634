import type { Signal } from './vpa/signal.js';

/** What happened, told once and for all through the outbox. A new member is a new `type`. */
export type DomainEvent = { readonly type: 'signal.detected'; readonly signal: Signal };

/** An event with its place in the order of all events. */
export interface SequencedEvent {
  /** Dense, from 1, in order of numbering; a client's cursor is `epoch:seq`. */
  readonly seq: number;
  /** Changes when the database is restored, so that no old cursor silently means something else. */
  readonly epoch: string;
  /** When the change was committed (database time of the transaction). */
  readonly occurredAt: Date;
  readonly event: DomainEvent;
}

/** A place in the order of events. */
export interface EventPosition {
  readonly epoch: string;
  readonly seq: number;
}
