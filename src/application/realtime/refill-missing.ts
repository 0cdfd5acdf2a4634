import { DomainError } from '../../domain/errors.js';
import type { MarketBar } from '../../domain/market/market-bar.js';
import type { MinuteBar } from '../../domain/market/live/minute-bar.js';
import { instantAt } from '../../domain/market/trading-date.js';
import type { MarketClock } from '../ports/clock.js';
import type { MarketDataProvider } from '../ports/market-data-provider.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { DeskSeat, TickDesk } from './tick-desk.js';

export interface RefillDeps {
  readonly provider: MarketDataProvider;
  readonly clock: MarketClock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Instruments asked for at once. */
  readonly concurrency: number;
}

/** A source has a minute so long after its end. */
const SETTLED_AFTER_MS = 5_000;
/** Pause before an instrument is asked for again: it doubles. */
const FIRST_RETRY_MS = 5_000;
/** Then what was told stands, and is marked. About five minutes. */
const TRIES = 6;
const REQUEST_MS = 30_000;

/** Fetches the minutes of a session that may lack trades from the provider's own bars, instrument by instrument. */
export class Refill {
  readonly #deps: RefillDeps;
  readonly #desk: TickDesk;
  readonly #retries = new Map<DeskSeat, { failures: number; at: number }>();

  constructor(deps: RefillDeps, desk: TickDesk) {
    this.#deps = deps;
    this.#desk = desk;
  }

  /** One look at all instruments. Resolves when those that are due were asked for. */
  async run(signal: AbortSignal): Promise<void> {
    const settled = new Date(this.#deps.clock.now().getTime() - SETTLED_AFTER_MS);
    const due = [...this.#desk.seats].filter((seat) => this.#isDue(seat) && seat.book.missingBefore(settled).length > 0);
    const next = due.values();
    const work = async (): Promise<void> => {
      for (const seat of next) {
        if (signal.aborted) return;
        await this.#refill(seat, seat.book.missingBefore(settled), signal);
      }
    };
    await Promise.all(Array.from({ length: this.#deps.concurrency }, work));
  }

  #isDue(seat: DeskSeat): boolean {
    return (this.#retries.get(seat)?.at ?? -Infinity) <= this.#deps.clock.now().getTime();
  }

  async #refill(seat: DeskSeat, slots: readonly number[], signal: AbortSignal): Promise<void> {
    const bars = await this.#fetch(seat, signal);
    if (signal.aborted) return;
    const before = seat.book.missingCount;
    if (bars !== null) seat.book.settle(slots, bars);
    this.#desk.changed(seat);
    const left = slots.length - (before - seat.book.missingCount);
    this.#count('settled', slots.length - left);
    if (left === 0) {
      this.#retries.delete(seat);
      return;
    }
    const failures = (this.#retries.get(seat)?.failures ?? 0) + 1;
    if (failures < TRIES) {
      this.#retries.set(seat, { failures, at: this.#deps.clock.now().getTime() + FIRST_RETRY_MS * 2 ** (failures - 1) });
      return;
    }
    this.#retries.delete(seat);
    seat.book.giveUp(slots);
    this.#count('lost', left);
    this.#deps.logger.warn({ symbol: seat.instrument.symbol, minutes: left }, 'minutes of a session could not be refilled');
  }

  /** The minutes of the session; null where the provider has none now. */
  async #fetch({ instrument, book }: DeskSeat, signal: AbortSignal): Promise<readonly MinuteBar[] | null> {
    const { provider, logger, metrics } = this.#deps;
    const { symbol, exchange, previous } = instrument;
    const known = previous === null ? undefined : { tradingDate: previous.tradingDate, close: Number(previous.close) };
    const request = { symbol, interval: 'M1', from: book.date, to: book.date, exchangeOn: () => exchange, known } as const;
    try {
      const { bars } = await provider.fetchBars(request, AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]));
      metrics.increment('realtime_refills_total', { result: 'answered' });
      return bars.map(toMinuteBar);
    } catch (error) {
      if (signal.aborted) return null;
      const isOfProvider = error instanceof DomainError || (error instanceof Error && error.name === 'TimeoutError');
      metrics.increment('realtime_refills_total', { result: 'failed' });
      logger[isOfProvider ? 'info' : 'error']({ error, symbol }, 'the minutes of a session could not be fetched');
      return null;
    }
  }

  #count(result: string, minutes: number): void {
    if (minutes > 0) this.#deps.metrics.increment('realtime_bars_total', { result }, minutes);
  }
}

function toMinuteBar({ tradingDate, openTime, open, high, low, close, volume }: MarketBar): MinuteBar {
  const minute = (openTime.getTime() - instantAt(tradingDate, 0).getTime()) / 60_000;
  return { tradingDate, minute, open, high, low, close, volume, isWhole: true };
}
