import type { SequencedEvent } from '../../domain/events.js';

/** The newest events, without a hole, at most `capacity` (twice that for a moment). */
export class EventRing {
  readonly #capacity: number;
  #events: SequencedEvent[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#events.length;
  }

  /** `event.seq` must follow the newest one held. */
  push(event: SequencedEvent): void {
    this.#events.push(event);
    if (this.#events.length >= this.#capacity * 2) this.#events = this.#events.slice(-this.#capacity);
  }

  clear(): void {
    this.#events = [];
  }

  /** The events after `seq`; undefined where some of those up to `newest` are no longer held. */
  after(seq: number, newest: number): readonly SequencedEvent[] | undefined {
    const missing = newest - seq;
    if (missing <= 0) return [];
    if (missing > this.#events.length) return undefined;
    return this.#events.slice(-missing);
  }
}
