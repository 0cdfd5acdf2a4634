import { Arg, Args, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import type { PortfolioAccount, StoredTransaction } from '../application/ports/portfolios.js';
import type { ValuedPortfolio } from '../application/portfolio/portfolios.js';
import { normalizeSymbol } from '../application/stocks/normalize-symbols.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { OrderFault } from '../domain/portfolio/check-order.js';
import { computedCost, listCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import {
  OrderFaultType,
  PortfolioPayloadType,
  PortfolioTransactionConnectionType,
  PortfolioType,
  PortfolioValueType,
  RecordTransactionInputType,
  TransactionPayloadType,
} from '../schema/portfolio.type.js';
import { LongScalar, TradingDateScalar } from '../schema/scalars.js';
import { VndScalar } from '../schema/vnd.scalar.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { transactionCursor } from './cursor.js';
import { answering } from './mutation-answer.js';

const FEW_ROWS = 20;
const ALL_TRANSACTIONS = 500;

@Resolver()
export class PortfolioResolver {
  @Authorized('portfolio:read')
  @Query(() => [PortfolioType], { complexity: computedCost(FEW_ROWS), description: 'Your portfolios, the oldest first; at most 20.' })
  portfolios(@Ctx() { app, actor }: Context): Promise<readonly PortfolioAccount[]> {
    return app.listPortfolios(actor);
  }

  @Authorized('portfolio:read')
  @Query(() => PortfolioValueType, {
    complexity: computedCost(ALL_TRANSACTIONS),
    description: 'A portfolio of yours with its positions and what they are worth.',
  })
  portfolioValue(
    @Arg('id', () => ID, { description: 'Of the portfolio.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<ValuedPortfolio> {
    return app.valuePortfolio(id, actor);
  }

  @Authorized('portfolio:read')
  @Query(() => PortfolioTransactionConnectionType, {
    complexity: listCost,
    description: 'Transactions of a portfolio of yours, newest first.',
  })
  async portfolioTransactions(
    @Arg('portfolioId', () => ID, { description: 'Of the portfolio.' }) id: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { app, actor }: Context,
  ): Promise<Connection<StoredTransaction>> {
    const page = toPage(args, transactionCursor);
    return toConnection(await app.listTransactions({ id, page }, actor), page, transactionCursor, (transaction) => transaction);
  }

  @Authorized('portfolio:read')
  @Query(() => [OrderFaultType], {
    complexity: ({ args, childComplexity }: { readonly args: Readonly<Record<string, unknown>>; readonly childComplexity: number }) =>
      (typeof args['portfolioId'] === 'string' ? ALL_TRANSACTIONS : 1) + childComplexity,
    description:
      'What the exchange would not take of an order by tick, lot and band, with what it would; empty: nothing. With `portfolioId` also the limits of that account that a purchase would break, with the most shares in whole lots that keep them.',
  })
  previewOrder(
    @Arg('symbol', () => String, { description: 'Ticker.' }) symbol: string,
    @Arg('date', () => TradingDateScalar, { description: 'Day of the order.' }) date: TradingDate,
    @Arg('price', () => VndScalar, { description: 'Of one share.' }) price: number,
    @Arg('shares', () => LongScalar, { description: 'How many.' }) shares: number,
    @Arg('portfolioId', () => ID, { nullable: true, description: 'The portfolio that would buy; absent: no limits are checked.' })
    portfolioId: string | null | undefined,
    @Arg('stop', () => VndScalar, { nullable: true, description: 'Where it would be sold at a loss; absent: the risk is not checked.' })
    stop: number | null | undefined,
    @Arg('hasConflict', () => Boolean, {
      defaultValue: false,
      description: 'Bullish and bearish signals coincide: what may be risked and held of the stock is halved.',
    })
    hasConflict: boolean,
    @Ctx() { app, actor }: Context,
  ): Promise<readonly OrderFault[]> {
    const account = typeof portfolioId === 'string' ? { portfolioId, stop: stop ?? null, hasConflict } : null;
    return app.previewOrder({ symbol: normalizeSymbol(symbol), date, price, shares }, account, actor);
  }

  @Authorized('portfolio:write')
  @Mutation(() => PortfolioPayloadType, { description: 'Makes a portfolio.' })
  async createPortfolio(
    @Arg('name', () => String, { description: '1 to 80 characters.' }) name: string,
    @Arg('idempotencyKey', () => String, { description: 'Of your choice, 8 to 100 characters.' }) idempotencyKey: string,
    @Ctx() { app, actor }: Context,
  ): Promise<PortfolioPayloadType> {
    return answering(async () => ({ portfolio: await app.createPortfolio({ name, idempotencyKey }, actor) }));
  }

  @Authorized('portfolio:write')
  @Mutation(() => TransactionPayloadType, { description: 'Enters a transaction. BUY and SELL have to be what the exchange takes.' })
  async recordTransaction(
    @Arg('input', () => RecordTransactionInputType, { description: 'The transaction.' }) input: RecordTransactionInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<TransactionPayloadType> {
    const { portfolioId, date, type, symbol, shares, price, amount, fee, tax, ratioTo, ratioFrom, signalId, idempotencyKey } = input;
    const hasRatio = typeof ratioTo === 'number' && typeof ratioFrom === 'number';
    return answering(async () => ({
      transaction: await app.recordTransaction(
        {
          id: portfolioId,
          transaction: {
            date,
            type,
            symbol: typeof symbol === 'string' ? normalizeSymbol(symbol) : null,
            shares: shares ?? null,
            price: price ?? null,
            amount: amount ?? null,
            fee: fee ?? 0,
            tax: tax ?? 0,
            ratio: hasRatio ? { to: ratioTo, from: ratioFrom } : null,
            signalId: signalId ?? null,
          },
          idempotencyKey,
        },
        actor,
      ),
    }));
  }
}
