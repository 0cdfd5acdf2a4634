import { DomainError } from '../errors.js';
import { rulesOn } from './exchange-rules.js';
import type { ExchangeRules, TickStep } from './exchange-rules.js';
import type { Exchange } from './stock.js';
import type { TradingDate } from './trading-date.js';

/** Highest and lowest price of a session, whole VND. */
export interface PriceLimits {
  readonly ceiling: number;
  readonly floor: number;
}

/** Far above any share, and small enough that every product below is exact. */
const MAX_PRICE = 1_000_000_000_000;

/**
 * Ceiling and floor of an ordinary session: the ceiling is rounded down and the floor up, by the tick that the limit
 * itself falls under (not the reference). Where rounding leaves no room (low prices), a limit is one tick away from
 * the reference; a floor never falls to 0. Checked against 26 published rows of HOSE.
 * @param reference whole VND; the previous close on HOSE and HNX, the previous day's average on UPCOM.
 * @returns `undefined` where the exchange's rules of that date are not known.
 * @throws {DomainError} INVALID_INPUT where the reference is no whole positive number of VND.
 */
export function priceLimits(reference: number, exchange: Exchange, date: TradingDate): PriceLimits | undefined {
  requirePrice(reference);
  const rules = rulesOn(exchange, date);
  return rules === undefined ? undefined : limitsUnder(rules, reference);
}

/** As {@link priceLimits}, under given rules. */
export function limitsUnder(rules: ExchangeRules, reference: number): PriceLimits {
  const upper = Math.floor((reference * (100 + rules.bandPercent)) / 100);
  const lower = Math.ceil((reference * (100 - rules.bandPercent)) / 100);
  const oneUp = roundToTick(rules.ticks, reference + 1, 'UP');
  const oneDown = roundToTick(rules.ticks, reference - 1, 'DOWN');
  return {
    ceiling: Math.max(roundToTick(rules.ticks, upper, 'DOWN'), oneUp),
    floor: oneDown > 0 ? Math.min(roundToTick(rules.ticks, lower, 'UP'), oneDown) : reference,
  };
}

/** The tick of a price, whole VND. */
export function tickAt(ticks: readonly TickStep[], price: number): number {
  for (let place = ticks.length - 1; place >= 0; place--) {
    const step = ticks[place] as TickStep;
    if (step.from <= price) return step.tick;
  }
  throw new DomainError('INVALID_INPUT', 'a price below the tick table');
}

/** The nearest price on a tick; DOWN: not above, UP: not below. `price` in whole VND, except for NEAREST. */
export function roundToTick(ticks: readonly TickStep[], price: number, direction: 'DOWN' | 'UP' | 'NEAREST'): number {
  const tick = tickAt(ticks, price);
  const steps = price / tick;
  if (direction === 'DOWN') return Math.floor(steps) * tick;
  return (direction === 'UP' ? Math.ceil(steps) : Math.round(steps)) * tick;
}

/** Whether orders may carry this price: whole VND, positive, on a tick. */
export function isValidTick(ticks: readonly TickStep[], price: number): boolean {
  return Number.isSafeInteger(price) && price > 0 && price % tickAt(ticks, price) === 0;
}

function requirePrice(price: number): void {
  if (!Number.isSafeInteger(price) || price <= 0 || price > MAX_PRICE) {
    throw new DomainError('INVALID_INPUT', 'a reference price is a whole positive number of VND');
  }
}
