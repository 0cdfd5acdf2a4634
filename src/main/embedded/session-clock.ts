import type { MarketClock } from '../../application/ports/clock.js';
import { sessionCloseAt } from '../../domain/market/calendar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';

/** The accelerated clock: it stands at the close of the newest released session until the next one is released. */
export class SessionClock implements MarketClock {
  #released: TradingDate;

  constructor(released: TradingDate) {
    this.#released = released;
  }

  get released(): TradingDate {
    return this.#released;
  }

  now(): Date {
    return sessionCloseAt(this.#released);
  }

  advanceTo(date: TradingDate): void {
    this.#released = date;
  }
}
