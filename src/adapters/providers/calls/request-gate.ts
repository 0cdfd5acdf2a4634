import type { Timers } from '../../../application/ports/timers.js';
import { providerError } from './provider-error.js';

export interface GateLimits {
  /** Requests at once. */
  readonly concurrency: number;
  /** Requests begun in a second, evenly spread. */
  readonly perSecond: number;
}

/** More than this wait only where something is wrong with those who ask. */
const MAX_WAITING = 10_000;

/** Lets requests of one provider through: so many at once, so many a second, in order of arrival. */
export class RequestGate {
  private readonly provider: string;
  private readonly limits: GateLimits;
  private readonly timers: Timers;
  private running = 0;
  private nextAt = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(provider: string, limits: GateLimits, timers: Timers) {
    this.provider = provider;
    this.limits = limits;
    this.timers = timers;
  }

  /** Runs the request when its turn comes. @throws {DomainError} RATE_LIMITED where too many wait already; the abort's reason. */
  async run<T>(request: () => Promise<T>, abort: AbortSignal): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) throw providerError(this.provider, 'RATE_LIMITED', 'too many requests wait for their turn');
    if (this.running >= this.limits.concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      const now = this.timers.now();
      const at = Math.max(now, this.nextAt);
      this.nextAt = at + 1000 / this.limits.perSecond;
      await pause(this.timers, at - now, abort);
      return await request();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** Waits; an abort ends the wait and is thrown. */
export async function pause(timers: Timers, ms: number, abort: AbortSignal): Promise<void> {
  if (ms > 0 && !abort.aborted) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        abort.removeEventListener('abort', done);
        resolve();
      };
      const cancel = timers.schedule(ms, done);
      abort.addEventListener('abort', done);
    });
  }
  abort.throwIfAborted();
}
