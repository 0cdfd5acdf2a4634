import type { Tick, TickEvent } from '../../../application/ports/market-data-provider.js';

/**
 * Events between a socket and their reader, at most so many. A reader that is too slow loses the oldest ticks and is told
 * the time that they cover before anything else.
 */
export class TickQueue {
  private readonly provider: string;
  private readonly capacity: number;
  private events: TickEvent[] = [];
  private head = 0;
  private lost: { from: Date; to: Date } | undefined;
  private wake: (() => void) | undefined;
  private isEnded = false;

  constructor(provider: string, capacity: number) {
    this.provider = provider;
    this.capacity = capacity;
  }

  get length(): number {
    return this.events.length - this.head;
  }

  /** False where an older tick had to go for it. */
  push(event: TickEvent): boolean {
    const isFull = this.length >= this.capacity;
    if (isFull) this.drop();
    this.events.push(event);
    this.wake?.();
    return !isFull;
  }

  /** The reader gets what is here, then the end. */
  end(): void {
    this.isEnded = true;
    this.wake?.();
  }

  /** The next event; undefined after the end. */
  async next(): Promise<TickEvent | undefined> {
    while (this.length === 0 && this.lost === undefined && !this.isEnded) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = undefined;
    }
    const { lost } = this;
    if (lost !== undefined) {
      this.lost = undefined;
      return { kind: 'GAP', provider: this.provider, ...lost, reason: 'OVERFLOW' };
    }
    return this.take();
  }

  private drop(): void {
    const event = this.take();
    if (event?.kind === 'TICK') this.lose(event.tick.at, event.tick.at);
    else if (event?.kind === 'GAP') this.lose(event.from, event.to);
  }

  private lose(from: Tick['at'], to: Tick['at']): void {
    const { lost } = this;
    this.lost = { from: lost !== undefined && lost.from < from ? lost.from : from, to: lost !== undefined && lost.to > to ? lost.to : to };
  }

  private take(): TickEvent | undefined {
    const event = this.events[this.head];
    if (event === undefined) return undefined;
    this.head += 1;
    if (this.head * 2 > this.events.length) {
      this.events = this.events.slice(this.head);
      this.head = 0;
    }
    return event;
  }
}
