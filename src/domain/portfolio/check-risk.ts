import { chargeOn, USUAL_RATES } from '../market/trading-charges.js';
import type { OrderFault } from './check-order.js';

/** Parts of the equity, in basis points: specification section 7. */
const RISK = 200;
const IN_STOCK = 1_000;
const IN_SECTOR = 3_000;
const IN_CASH = 1_000;
const ONE = 10_000;

/** A purchase that is thought about. Prices and money in whole VND. */
export interface PlannedPurchase {
  readonly price: number;
  readonly shares: number;
  /** Where it would be sold at a loss, under the price; null: not known, and the risk is not checked. */
  readonly stop: number | null;
  /** Bullish and bearish signals coincide: what may be risked and held is halved. */
  readonly hasConflict: boolean;
  /** Shares in a round lot. */
  readonly lot: number;
}

/** The account before the purchase, whole VND. */
export interface AccountRoom {
  readonly equity: number;
  /** Settled. */
  readonly cash: number;
  readonly inStock: number;
  /** Of the stock's sector with the stock; null where the sector is not known, and it is not checked. */
  readonly inSector: number | null;
}

/**
 * The limits that an account would break after a purchase, each with the most shares in whole lots that keep it. The fee is the usual
 * one and lessens equity and cash.
 */
export function findRiskFaults(purchase: PlannedPurchase, account: AccountRoom): readonly OrderFault[] {
  const { price, shares, stop, hasConflict, lot } = purchase;
  const factor = hasConflict ? 2 : 1;
  const after = (count: number) => {
    const value = count * price;
    const fee = chargeOn(value, USUAL_RATES.feeBasisPoints);
    return { value, equity: account.equity - fee, cash: account.cash - value - fee };
  };
  const { inSector } = account;
  const limits: readonly (readonly [OrderFault['reason'], (count: number) => boolean])[] = [
    ['RISK', (count) => stop === null || count * (price - stop) <= partOf(account.equity, RISK / factor)],
    ['STOCK_CAP', (count) => account.inStock + after(count).value <= partOf(after(count).equity, IN_STOCK / factor)],
    ['SECTOR_CAP', (count) => inSector === null || inSector + after(count).value <= partOf(after(count).equity, IN_SECTOR)],
    ['CASH_RESERVE', (count) => after(count).cash >= partOf(after(count).equity, IN_CASH)],
  ];
  return limits
    .filter(([, keeps]) => !keeps(shares))
    .map(([reason, keeps]) => ({ field: 'shares', reason, suggestion: mostLots(keeps, Math.floor(shares / lot)) * lot }));

  /** The most lots that keep a limit; fewer shares never break what more keep. */
  function mostLots(keeps: (count: number) => boolean, atMost: number): number {
    let [low, high] = [0, atMost];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (keeps(middle * lot)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function partOf(value: number, basisPoints: number): number {
  return Number((BigInt(Math.max(0, value)) * BigInt(basisPoints)) / BigInt(ONE));
}
