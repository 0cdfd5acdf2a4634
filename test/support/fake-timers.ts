import type { Timers } from '../../src/application/ports/timers.js';

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** Timers that move only when told. */
export class FakeTimers implements Timers {
  #now = 0;
  #waiting: Waiting[] = [];

  get pending(): number {
    return this.#waiting.length;
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const waiting = { at: this.#now + delayMs, callback };
    this.#waiting.push(waiting);
    return () => void (this.#waiting = this.#waiting.filter((other) => other !== waiting));
  }

  /** Lets time pass; callbacks run in the order of their times, promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

/** Until no promise is left that resolves by itself. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}
