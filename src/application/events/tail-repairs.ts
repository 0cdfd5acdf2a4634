import type { EventPosition, SequencedEvent } from '../../domain/events.js';
import type { EventLog } from '../ports/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';
import type { TailGap } from './tail-gap.js';

/** Why the table was asked: the bus left a hole, was silent for a second, or spoke of another epoch. */
export type RepairReason = 'hole' | 'silence' | 'epoch';

interface RepairTarget {
  position(): EventPosition;
  accept(event: SequencedEvent): void;
  jump(gap: TailGap): void;
}

interface RepairDeps {
  readonly log: EventLog;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly random: () => number;
}

const READ_LIMIT = 500;
const FIRST_RETRY_MS = 25;
const LAST_RETRY_MS = 1_000;

/** Reads of the event table on behalf of the tail: one at a time, retried with growing pauses. */
export class TailRepairs {
  readonly #deps: RepairDeps;
  readonly #target: RepairTarget;
  #running: Promise<void> | undefined;
  /** Newest number heard of; the table must show it sooner or later. */
  #wanted = 0;
  #isWanted = false;
  #retryMs = FIRST_RETRY_MS;
  #isHealthy = true;
  #isClosed = false;
  #cancelRetry: (() => void) | undefined;

  constructor(deps: RepairDeps, target: RepairTarget) {
    this.#deps = deps;
    this.#target = target;
  }

  isHealthy(): boolean {
    return this.#isHealthy;
  }

  /** Asks for a read; joins the one that is waiting to start or to be retried. */
  request(reason: RepairReason, seq = 0): void {
    if (this.#isClosed) return;
    this.#wanted = Math.max(this.#wanted, seq);
    this.#isWanted = true;
    if (this.#running !== undefined || this.#cancelRetry !== undefined) return;
    if (reason !== 'silence') this.#deps.metrics.increment('vpa_tail_repairs_total', { cause: reason });
    this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    await this.#running;
  }

  #start(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWanted && !this.#isClosed) {
        this.#isWanted = false;
        await this.#catchUp();
      }
      this.#isHealthy = true;
    } catch (error) {
      this.#isHealthy = false;
      this.#deps.metrics.increment('vpa_tail_read_failures_total');
      this.#deps.logger.warn({ error, retryInMs: this.#retryMs }, 'the event table could not be read');
      this.#retryLater();
      return;
    } finally {
      this.#running = undefined;
    }
    // The number heard of is not there yet: its transaction is not visible here so far.
    if (this.#target.position().seq < this.#wanted) this.#retryLater();
    else this.#retryMs = FIRST_RETRY_MS;
  }

  async #catchUp(): Promise<void> {
    const before = this.#target.position();
    const state = await this.#deps.log.state();
    if (this.#isClosed) return;
    if (state.newest.epoch !== before.epoch) {
      this.#wanted = 0;
      this.#target.jump({ reason: 'EPOCH', position: state.newest });
      return;
    }
    if (this.#target.position().seq < state.prunedThrough) {
      this.#target.jump({ reason: 'RETENTION', position: { epoch: before.epoch, seq: state.prunedThrough } });
    }
    while (!this.#isClosed && this.#target.position().seq < state.newest.seq) {
      const { seq } = this.#target.position();
      const events = await this.#deps.log.readAfter(seq, READ_LIMIT);
      for (const event of events) this.#target.accept(event);
      // Nothing came of it: retention or a restore is at work; the next look at the state will tell.
      if (this.#target.position().seq === seq) return;
    }
  }

  #retryLater(): void {
    if (this.#isClosed) return;
    const delayMs = this.#retryMs * (0.5 + this.#deps.random() / 2);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    this.#cancelRetry = this.#deps.timers.schedule(delayMs, () => {
      this.#cancelRetry = undefined;
      this.#isWanted = true;
      this.#start();
    });
  }
}
