import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { faultOfTrade, findOrderFaults, type OrderFault } from '../../domain/portfolio/check-order.js';
import { checkTransaction } from '../../domain/portfolio/check-transaction.js';
import { Portfolio, type Position } from '../../domain/portfolio/portfolio.js';
import type { PortfolioTransaction } from '../../domain/portfolio/transaction.js';
import { notFound, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { idempotentRequest } from '../accounts/idempotent-request.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { PortfolioAccount, PortfolioStore, StoredTransaction } from '../ports/portfolios.js';
import type { Secrets } from '../ports/secrets.js';
import { findAccountFaults, type OrderAccount, type PlannedOrder } from './order-risk.js';
import { portfolioPerformance } from './portfolio-performance.js';
import { transactionFiles } from './transaction-files.js';
import { requireRoom } from './transaction-limit.js';

export interface PortfolioDeps {
  readonly portfolios: PortfolioStore;
  readonly secrets: Secrets;
  readonly now: () => Date;
}

/** A position with what it is worth at the last close; null where there is none. */
export interface ValuedPosition extends Position {
  readonly lastClose: number | null;
  readonly lastDate: string | null;
  readonly marketValue: number | null;
  /** Against the cost of the shares held, the oldest sold first. */
  readonly unrealised: number | null;
}

export interface ValuedPortfolio {
  readonly id: string;
  readonly cash: number;
  readonly settledCash: number;
  readonly paidIn: number;
  readonly charges: number;
  /** Null where a share has no close. */
  readonly equity: number | null;
  readonly positions: readonly ValuedPosition[];
}

const MAX_PORTFOLIOS = 20;

/** What the API does with portfolios. Everything is the actor's own; what is absent and what belongs to somebody else get the same answer. */
export function portfolioUseCases({ portfolios, secrets, now }: PortfolioDeps) {
  const accountFaults = findAccountFaults(portfolios);
  return {
    portfolioPerformance: portfolioPerformance({ portfolios, now }),
    ...transactionFiles({ portfolios, secrets, now }),
    /** @throws {DomainError} INVALID_INPUT, CONFLICT */
    createPortfolio: async (
      { name, idempotencyKey }: { readonly name: string; readonly idempotencyKey: string },
      actor: Actor,
    ): Promise<PortfolioAccount> => {
      requirePermission(actor, 'portfolio:write');
      const userId = ownUserId(actor);
      if (name.trim() === '' || name.length > 80)
        throw new DomainError('INVALID_INPUT', 'name has to have 1 to 80 characters', { details: { field: 'name' } });
      if ((await portfolios.list(userId)).length >= MAX_PORTFOLIOS)
        throw new DomainError('CONFLICT', `you may have at most ${MAX_PORTFOLIOS} portfolios`);
      return portfolios.create(
        userId,
        name.trim(),
        idempotentRequest(secrets, { owner: actorKey(actor), key: idempotencyKey, operation: 'createPortfolio' }, { name }),
      );
    },
    listPortfolios: async (actor: Actor): Promise<readonly PortfolioAccount[]> => {
      requirePermission(actor, 'portfolio:read');
      return portfolios.list(ownUserId(actor));
    },
    /** The portfolio as its transactions left it, valued at the last closes. @throws {DomainError} NOT_FOUND */
    valuePortfolio: async (id: string, actor: Actor): Promise<ValuedPortfolio> => {
      requirePermission(actor, 'portfolio:read');
      const transactions = await portfolios.transactions(ownUserId(actor), requireUuid(id, 'portfolio'));
      if (transactions === null) throw notFound('portfolio');
      const portfolio = Portfolio.of(transactions);
      const at = now();
      const positions = portfolio.positions(at);
      const quotes = new Map(
        (
          await portfolios.quotes(
            positions.map(({ symbol }) => symbol),
            null,
          )
        ).map((quote) => [quote.symbol, quote]),
      );
      const valued = positions.map((position): ValuedPosition => {
        const { lastClose = null, lastDate = null } = quotes.get(position.symbol) ?? {};
        const marketValue = position.shares === 0 ? 0 : lastClose === null ? null : position.shares * lastClose;
        return { ...position, lastClose, lastDate, marketValue, unrealised: marketValue === null ? null : marketValue - position.costFifo };
      });
      const isKnown = valued.every(({ marketValue }) => marketValue !== null);
      return {
        id,
        cash: portfolio.cash,
        settledCash: portfolio.settledCash(at),
        paidIn: portfolio.paidIn,
        charges: portfolio.charges,
        equity: isKnown ? valued.reduce((sum, { marketValue }) => sum + (marketValue ?? 0), portfolio.cash) : null,
        positions: valued,
      };
    },
    /** Newest first. @throws {DomainError} NOT_FOUND */
    listTransactions: async (
      { id, page }: { readonly id: string; readonly page: PageRequest<{ readonly seq: string }> },
      actor: Actor,
    ): Promise<Slice<StoredTransaction>> => {
      requirePermission(actor, 'portfolio:read');
      checkPage(page, MAX_PAGE);
      const slice = await portfolios.page(ownUserId(actor), requireUuid(id, 'portfolio'), page);
      if (slice === null) throw notFound('portfolio');
      return slice;
    },
    /**
     * What the exchange would not take of an order, with what it would; and for an account, which of its limits a purchase would break.
     * @throws {DomainError} FORBIDDEN; for an account as {@link findAccountFaults}
     */
    previewOrder: async (order: PlannedOrder, account: OrderAccount | null, actor: Actor): Promise<readonly OrderFault[]> => {
      requirePermission(actor, 'portfolio:read');
      const risks = account === null ? [] : await accountFaults(order, account, ownUserId(actor));
      const [stock] = await portfolios.quotes([order.symbol], order.date);
      if (stock?.exchange === undefined || stock.exchange === null) return risks;
      const { date, price, shares } = order;
      return [...findOrderFaults({ exchange: stock.exchange, date, price, shares, reference: stock.lastClose }), ...risks];
    },
    /**
     * Adds a transaction. BUY and SELL have to be what the exchange takes: tick, lot and band.
     * @throws {DomainError} INVALID_INPUT with the legal value, CONFLICT, NOT_FOUND
     */
    recordTransaction: async (
      {
        id,
        transaction,
        idempotencyKey,
      }: { readonly id: string; readonly transaction: PortfolioTransaction; readonly idempotencyKey: string },
      actor: Actor,
    ): Promise<StoredTransaction> => {
      requirePermission(actor, 'portfolio:write');
      const userId = ownUserId(actor);
      const checked = checkTransaction(transaction);
      if (checked.date > tradingDateAt(now()))
        throw new DomainError('INVALID_INPUT', 'date is in the future', { details: { field: 'date' } });
      const [stock] = checked.symbol === null ? [] : await portfolios.quotes([checked.symbol], checked.date);
      const fault = stock === undefined ? undefined : faultOfTrade(checked, stock.exchange, stock.lastClose);
      if (fault !== undefined)
        throw new DomainError('INVALID_INPUT', `${fault.field}: ${fault.reason}; ${fault.suggestion} is allowed`, {
          details: { ...fault },
        });
      const request = idempotentRequest(
        secrets,
        { owner: actorKey(actor), key: idempotencyKey, operation: 'recordTransaction' },
        { id, checked },
      );
      const added = await portfolios.append(userId, requireUuid(id, 'portfolio'), checked, request, (existing) => {
        requireRoom(existing.length, 1);
        Portfolio.of(existing).apply(checked);
      });
      if (added === null) throw notFound('portfolio');
      return added;
    },
  };
}

export type PortfolioUseCases = ReturnType<typeof portfolioUseCases>;
