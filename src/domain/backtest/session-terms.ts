import type { BarColumns } from '../market/bar.js';
import { rulesOnDay, type ExchangeRules } from '../market/exchange-rules.js';
import { limitsUnder, roundToTick, tickAt, type PriceLimits } from '../market/price-limits.js';
import type { Exchange } from '../market/stock.js';
import { parseTradingDate } from '../market/trading-date.js';
import type { MarketTerms } from './market-terms.js';

/** Without rules of an exchange: any whole price, single shares. */
const FREE: ExchangeRules = { validFrom: parseTradingDate('1990-01-01'), bandPercent: 100, ticks: [{ from: 0, tick: 1 }], lot: 1 };
const ONE = 10_000;

/**
 * How orders in one stock are filled in the session of row t; its reference price is the close before. A bar of one price
 * counts as locked within one tick of a limit, because prices that were adjusted for dividends are not on ticks. Prices in whole VND.
 */
export class SessionTerms {
  readonly lot: number;
  /** Shares that one order may take, whole lots. */
  readonly maxShares: number;
  /** Traded at the ceiling alone: nobody can buy. */
  readonly isLockedUp: boolean;
  /** Traded at the floor alone: nobody can sell. */
  readonly isLockedDown: boolean;
  readonly #rules: ExchangeRules;
  readonly #limits: PriceLimits | undefined;
  readonly #slippage: number;

  constructor(exchange: Exchange, bars: BarColumns, t: number, terms: MarketTerms) {
    const rules = rulesAt(exchange, bars, t, terms);
    const limits = t === 0 || rules === FREE ? undefined : limitsUnder(rules, bars.close[t - 1] as number);
    const [high, low, volume] = [bars.high[t] as number, bars.low[t] as number, bars.volume[t] as number];
    const most = terms.volumeShareBasisPoints === null ? volume : Math.floor((volume * terms.volumeShareBasisPoints) / ONE);
    const isOnePrice = high === low && limits !== undefined;
    this.lot = rules.lot;
    this.maxShares = wholeLots(most, rules.lot);
    this.isLockedUp = isOnePrice && low >= limits.ceiling - tickAt(rules.ticks, limits.ceiling);
    this.isLockedDown = isOnePrice && high <= limits.floor + tickAt(rules.ticks, limits.floor);
    this.#rules = rules;
    this.#limits = limits;
    this.#slippage = terms.slippageBasisPoints;
  }

  /** Price of a market order to buy that meets this price of the bar: slippage, then the next tick, but not over a ceiling that the bar itself kept. */
  buyPrice(price: number): number {
    const rounded = roundToTick(this.#rules.ticks, price + this.#slip(price), 'UP');
    return this.#limits === undefined ? rounded : Math.min(rounded, Math.max(this.#limits.ceiling, price));
  }

  /** As {@link buyPrice}, of a market order to sell. */
  sellPrice(price: number): number {
    const rounded = roundToTick(this.#rules.ticks, Math.max(1, price - this.#slip(price)), 'DOWN');
    return this.#limits === undefined ? Math.max(1, rounded) : Math.max(rounded, Math.min(this.#limits.floor, price));
  }

  /** The lowest price of a limit order to sell that is not under this price. */
  limitPrice(price: number): number {
    return roundToTick(this.#rules.ticks, Math.ceil(price), 'UP');
  }

  #slip(price: number): number {
    return Math.ceil((price * this.#slippage) / ONE);
  }
}

/** Shares in a lot in the session of row t. */
export function lotAt(exchange: Exchange, bars: BarColumns, t: number, terms: MarketTerms): number {
  return rulesAt(exchange, bars, t, terms).lot;
}

/** Shares rounded down to whole lots. */
export function wholeLots(shares: number, lot: number): number {
  return Math.floor(shares / lot) * lot;
}

function rulesAt(exchange: Exchange, { epochDay }: BarColumns, t: number, { hasExchangeRules }: MarketTerms): ExchangeRules {
  return hasExchangeRules ? (rulesOnDay(exchange, epochDay[t] as number) ?? FREE) : FREE;
}
