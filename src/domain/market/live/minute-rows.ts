import { decimalOf } from '../../decimal.js';
import type { Decimal } from '../../decimal.js';
import { PRICE_PLACES } from '../check-bar.js';
import type { TradingDate } from '../trading-date.js';
import type { MinuteBar, RunningBar } from './minute-bar.js';
import { toMantissa } from './trade.js';

/** Numbers of a minute: prices in ten-thousandths of a dong, first and last trade by time and then by volume of the session. */
const [OPEN, HIGH, LOW, CLOSE, VOLUME, FIRST_AT, FIRST_PLACE, LAST_AT, LAST_PLACE] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const FIELDS = 9;

/** The numbers of the minutes of a session in one buffer of a fixed size. */
export class MinuteRows {
  readonly #numbers: Float64Array;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.#numbers = new Float64Array(length * FIELDS);
  }

  hasTrades(slot: number): boolean {
    return this.#get(slot, FIRST_AT) > 0;
  }

  /** Shares. */
  volume(slot: number): number {
    return this.#get(slot, VOLUME);
  }

  clear(slot: number): void {
    this.#numbers.fill(0, slot * FIELDS, (slot + 1) * FIELDS);
  }

  /**
   * Adds a trade to a minute.
   * @param price ten-thousandths of a dong
   * @param at milliseconds since 1970
   * @param place decides between trades of one time; of equals the later one to come is the last
   */
  put(slot: number, price: number, volume: number, at: number, place: number): void {
    const base = slot * FIELDS;
    const numbers = this.#numbers;
    const isFirst = !this.hasTrades(slot);
    const [firstAt, lastAt] = [this.#get(slot, FIRST_AT), this.#get(slot, LAST_AT)];
    if (isFirst || at < firstAt || (at === firstAt && place < this.#get(slot, FIRST_PLACE))) {
      [numbers[base + OPEN], numbers[base + FIRST_AT], numbers[base + FIRST_PLACE]] = [price, at, place];
    }
    if (isFirst || at > lastAt || (at === lastAt && place >= this.#get(slot, LAST_PLACE))) {
      [numbers[base + CLOSE], numbers[base + LAST_AT], numbers[base + LAST_PLACE]] = [price, at, place];
    }
    numbers[base + HIGH] = isFirst ? price : Math.max(this.#get(slot, HIGH), price);
    numbers[base + LOW] = isFirst ? price : Math.min(this.#get(slot, LOW), price);
    numbers[base + VOLUME] = this.#get(slot, VOLUME) + volume;
  }

  /** Adds a bar to a minute, after what is there. */
  putBar(slot: number, { open, high, low, close, volume }: MinuteBar, at: number): void {
    for (const [place, price] of [open, high, low, close].entries()) {
      const mantissa = toMantissa(price);
      if (mantissa !== undefined) this.put(slot, mantissa, place === 0 ? volume : 0, at, place);
    }
  }

  prices(slot: number): Pick<MinuteBar, 'open' | 'high' | 'low' | 'close' | 'volume'> {
    const price = (field: number) => toPrice(this.#get(slot, field));
    return { open: price(OPEN), high: price(HIGH), low: price(LOW), close: price(CLOSE), volume: this.volume(slot) };
  }

  /** All minutes as one bar; null where there are none. */
  sum(tradingDate: TradingDate, isWhole: boolean): RunningBar | null {
    let [first, last, high, low, volume] = [-1, -1, 0, Infinity, 0];
    for (let slot = 0; slot < this.length; slot += 1) {
      if (!this.hasTrades(slot)) continue;
      if (first === -1) first = slot;
      last = slot;
      high = Math.max(high, this.#get(slot, HIGH));
      low = Math.min(low, this.#get(slot, LOW));
      volume += this.volume(slot);
    }
    if (first === -1) return null;
    const prices = {
      open: toPrice(this.#get(first, OPEN)),
      high: toPrice(high),
      low: toPrice(low),
      close: toPrice(this.#get(last, CLOSE)),
    };
    return { tradingDate, ...prices, volume, at: new Date(this.#get(last, LAST_AT)), isWhole };
  }

  #get(slot: number, field: number): number {
    return this.#numbers[slot * FIELDS + field] as number;
  }
}

function toPrice(mantissa: number): Decimal {
  return decimalOf(mantissa, PRICE_PLACES);
}
