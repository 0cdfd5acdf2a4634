import type { BacktestState } from './backtest/backtest-state.js';
import type { SignalScore } from './vpa/scoring/signal-score.js';
import type { Signal } from './vpa/signal.js';

/** What each type of event tells. A new one is a line here and its form in event-json.ts; its name is of small letters and dots. */
export interface EventBodies {
  readonly 'signal.detected': { readonly signal: Signal };
  /** A signal was scored, or its status has changed. */
  readonly 'signal.updated': {
    readonly signal: Signal;
    readonly score: SignalScore;
    /** Whether it is its first score; once for each signal. */
    readonly isFirst: boolean;
  };
  /** An alert reached the inbox of its user. Ids only: what it says is the user's own and stays in the ledger. */
  readonly 'alert.delivered': { readonly userId: string; readonly deliveryId: string };
  /** A backtest of a user has moved on, or ended. */
  readonly 'backtest.changed': {
    readonly userId: string;
    readonly backtestId: string;
    readonly state: BacktestState;
    /** 0 to 1. */
    readonly progress: number;
  };
}

export type EventType = keyof EventBodies;

/** What happened, told once and for all through the outbox. */
export type DomainEvent<Type extends EventType = EventType> = { [Each in Type]: { readonly type: Each } & EventBodies[Each] }[Type];

/**
 * An event that this version can't read: of a type that came later, or with fields of another version. It has its place in
 * the order, tells nobody anything here, and is passed on as it is.
 */
export interface UnreadableEvent {
  readonly type: 'unreadable';
  /** The type it was written with. */
  readonly name: string;
  readonly json: unknown;
}

/** An event with its place in the order of all events. */
export interface SequencedEvent {
  /** Dense, from 1, in order of numbering; a client's cursor is `epoch:seq`. */
  readonly seq: number;
  /** Changes when the database is restored, so that no old cursor silently means something else. */
  readonly epoch: string;
  /** When the change was committed (database time of the transaction). */
  readonly occurredAt: Date;
  readonly event: DomainEvent | UnreadableEvent;
  /** Where the change was traced: its place in the trace, in W3C form. */
  readonly traceparent?: string;
}

/** A place in the order of events. */
export interface EventPosition {
  readonly epoch: string;
  readonly seq: number;
}
