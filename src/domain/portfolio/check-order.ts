import { rulesOn } from '../market/exchange-rules.js';
import { isValidTick, limitsUnder, roundToTick } from '../market/price-limits.js';
import type { Exchange } from '../market/stock.js';
import type { TradingDate } from '../market/trading-date.js';
import type { PortfolioTransaction } from './transaction.js';

/** Sales of fewer shares are odd lots. */
const ODD_LOT = 100;

/** What an exchange would not take, or an account should not, and what it would. */
export interface OrderFault {
  readonly field: 'price' | 'shares';
  readonly reason: 'TICK' | 'ABOVE_CEILING' | 'BELOW_FLOOR' | 'LOT' | 'RISK' | 'STOCK_CAP' | 'SECTOR_CAP' | 'CASH_RESERVE';
  /** The nearest that is allowed; 0 shares where less than a lot was asked for. */
  readonly suggestion: number;
}

export interface OrderInput {
  readonly exchange: Exchange;
  readonly date: TradingDate;
  /** Whole VND. */
  readonly price: number;
  readonly shares: number;
  /** Close of the session before; null where it is not known, and the band is then not checked. */
  readonly reference: number | null;
}

/** What is wrong with an order by the rules of its exchange on that date; nothing where they are not known. */
export function findOrderFaults({ exchange, date, price, shares, reference }: OrderInput): readonly OrderFault[] {
  const rules = rulesOn(exchange, date);
  if (rules === undefined) return [];
  const faults: OrderFault[] = [];
  const limits = reference === null ? null : limitsUnder(rules, reference);
  if (limits !== null && price > limits.ceiling) faults.push({ field: 'price', reason: 'ABOVE_CEILING', suggestion: limits.ceiling });
  else if (limits !== null && price < limits.floor) faults.push({ field: 'price', reason: 'BELOW_FLOOR', suggestion: limits.floor });
  else if (!isValidTick(rules.ticks, price))
    faults.push({ field: 'price', reason: 'TICK', suggestion: roundToTick(rules.ticks, price, 'NEAREST') });
  if (shares % rules.lot !== 0) faults.push({ field: 'shares', reason: 'LOT', suggestion: Math.floor(shares / rules.lot) * rules.lot });
  return faults;
}

/** Why a purchase or sale cannot have been one on that exchange; sales of less than a lot are odd lots and pass. Undefined where nothing is wrong. */
export function faultOfTrade(
  { type, date, price, shares }: PortfolioTransaction,
  exchange: Exchange | null,
  reference: number | null,
): OrderFault | undefined {
  if ((type !== 'BUY' && type !== 'SELL') || exchange === null || price === null || shares === null) return undefined;
  const isOddLot = type === 'SELL' && shares < ODD_LOT;
  return findOrderFaults({ exchange, date, price, shares, reference }).find(({ reason }) => !(isOddLot && reason === 'LOT'));
}
