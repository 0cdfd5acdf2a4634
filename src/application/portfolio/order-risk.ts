import { DomainError } from '../../domain/errors.js';
import { rulesOn } from '../../domain/market/exchange-rules.js';
import { instantAt, type TradingDate } from '../../domain/market/trading-date.js';
import type { OrderFault } from '../../domain/portfolio/check-order.js';
import { findRiskFaults } from '../../domain/portfolio/check-risk.js';
import { Portfolio } from '../../domain/portfolio/portfolio.js';
import { notFound, requireUuid } from '../accounts/account-deps.js';
import type { PortfolioStore } from '../ports/portfolios.js';

const USUAL_LOT = 100;
const END_OF_DAY = 24 * 60 - 1;

/** An order as it is thought about. Prices in whole VND. */
export interface PlannedOrder {
  readonly symbol: string;
  readonly date: TradingDate;
  readonly price: number;
  readonly shares: number;
}

/** The account that an order to buy is for. */
export interface OrderAccount {
  readonly portfolioId: string;
  readonly stop: number | null;
  readonly hasConflict: boolean;
}

/** The limits of an account that a purchase would break, at the closes before its day; a stock without one is worth what it cost. */
export function findAccountFaults(portfolios: PortfolioStore) {
  /** @throws {DomainError} NOT_FOUND, INVALID_INPUT where the stop is not under the price */
  return async (
    { symbol, date, price, shares }: PlannedOrder,
    { portfolioId, stop, hasConflict }: OrderAccount,
    userId: string,
  ): Promise<readonly OrderFault[]> => {
    const transactions = await portfolios.transactions(userId, requireUuid(portfolioId, 'portfolio'));
    if (transactions === null) throw notFound('portfolio');
    if (stop !== null && (stop < 0 || stop >= price))
      throw new DomainError('INVALID_INPUT', 'stop has to be under the price', { details: { field: 'stop' } });
    const portfolio = Portfolio.of(transactions.filter((entered) => entered.date <= date));
    const at = instantAt(date, END_OF_DAY);
    const positions = portfolio.positions(at);
    const names = [symbol, ...positions.map((position) => position.symbol)];
    const quotes = new Map((await portfolios.quotes(names, date)).map((quote) => [quote.symbol, quote]));
    const worth = (of: (symbol: string) => boolean) =>
      positions
        .filter((position) => of(position.symbol))
        .reduce((sum, held) => {
          const close = quotes.get(held.symbol)?.lastClose ?? null;
          return sum + (close === null ? held.costFifo : Math.round(held.shares * close));
        }, 0);
    const stock = quotes.get(symbol);
    const sector = stock?.sector ?? null;
    const exchange = stock?.exchange ?? null;
    return findRiskFaults(
      { price, shares, stop, hasConflict, lot: (exchange === null ? undefined : rulesOn(exchange, date)?.lot) ?? USUAL_LOT },
      {
        equity: portfolio.cash + worth(() => true),
        cash: portfolio.settledCash(at),
        inStock: worth((name) => name === symbol),
        inSector: sector === null ? null : worth((name) => quotes.get(name)?.sector === sector),
      },
    );
  };
}
