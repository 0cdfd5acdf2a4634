import type { BarColumns } from '../market/bar.js';
import { rulesOn, type ExchangeRules } from '../market/exchange-rules.js';
import { limitsUnder, roundToTick, tickAt, type PriceLimits } from '../market/price-limits.js';
import type { Exchange } from '../market/stock.js';
import { fromEpochDay, parseTradingDate } from '../market/trading-date.js';
import type { MarketTerms } from './market-terms.js';

/** Without rules of an exchange: any whole price, single shares. */
const FREE: ExchangeRules = { validFrom: parseTradingDate('1990-01-01'), bandPercent: 100, ticks: [{ from: 0, tick: 1 }], lot: 1 };
const ONE = 10_000;

/** How orders in one stock are filled in one session. Prices in whole VND. */
export interface SessionTerms {
  readonly lot: number;
  /** Shares that one order may take, whole lots. */
  readonly maxShares: number;
  /** Traded at the ceiling alone: nobody can buy. */
  readonly isLockedUp: boolean;
  /** Traded at the floor alone: nobody can sell. */
  readonly isLockedDown: boolean;
  /** Price of a market order that meets this price of the bar. */
  readonly buyPrice: (price: number) => number;
  readonly sellPrice: (price: number) => number;
  /** The lowest price of a limit order to sell that is not under this price. */
  readonly limitPrice: (price: number) => number;
}

/**
 * The terms of the session of row t; its reference price is the close before. A bar of one price counts as locked within one
 * tick of a limit, because prices that were adjusted for dividends are not on ticks.
 */
export function sessionTerms(exchange: Exchange, bars: BarColumns, t: number, terms: MarketTerms): SessionTerms {
  const rules = terms.hasExchangeRules ? (rulesOn(exchange, fromEpochDay(bars.epochDay[t] as number)) ?? FREE) : FREE;
  const [high, low] = [bars.high[t] as number, bars.low[t] as number];
  const limits = t === 0 || rules === FREE ? undefined : limitsUnder(rules, bars.close[t - 1] as number);
  const isOnePrice = high === low && limits !== undefined;
  const volume = bars.volume[t] as number;
  const most = terms.volumeShareBasisPoints === null ? volume : Math.floor((volume * terms.volumeShareBasisPoints) / ONE);
  return {
    lot: rules.lot,
    maxShares: wholeLots(most, rules.lot),
    isLockedUp: isOnePrice && low >= limits.ceiling - tickAt(rules.ticks, limits.ceiling),
    isLockedDown: isOnePrice && high <= limits.floor + tickAt(rules.ticks, limits.floor),
    buyPrice: (price) => slipped(price, 1, rules, limits, terms),
    sellPrice: (price) => slipped(price, -1, rules, limits, terms),
    limitPrice: (price) => roundToTick(rules.ticks, Math.ceil(price), 'UP'),
  };
}

/** Shares rounded down to whole lots. */
export function wholeLots(shares: number, lot: number): number {
  return Math.floor(shares / lot) * lot;
}

/** Slippage carries a price against the order, to the next tick, but not over a limit that the bar itself kept. */
function slipped(price: number, side: 1 | -1, { ticks }: ExchangeRules, limits: PriceLimits | undefined, terms: MarketTerms): number {
  const slip = Math.ceil((price * terms.slippageBasisPoints) / ONE);
  const rounded = roundToTick(ticks, Math.max(1, price + side * slip), side === 1 ? 'UP' : 'DOWN');
  if (limits === undefined) return Math.max(1, rounded);
  return side === 1 ? Math.min(rounded, Math.max(limits.ceiling, price)) : Math.max(rounded, Math.min(limits.floor, price));
}
