import { Arg, Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import { normalizeSymbol } from '../application/stocks/normalize-symbols.js';
import type { PeriodBar } from '../domain/market/period-bars.js';
import { BarConnectionType, BarType } from '../schema/bar.type.js';
import { BarsArgs } from '../schema/bars.args.js';
import { listCost, rowCost } from '../schema/cost.js';
import { PeriodBarsArgs, PeriodBarType } from '../schema/period-bar.type.js';
import { StockSignalConnectionType } from '../schema/signal.type.js';
import { StockSignalsArgs } from '../schema/signals.args.js';
import { StockConnectionType, StockType } from '../schema/stock.type.js';
import { StocksArgs } from '../schema/stocks.args.js';
import { toConnection, toPage, type Connection, type CountedConnection } from './connection.js';
import type { Context } from './context.js';
import { dailyBarNode, dailyBars, intradayBars, type BarNode } from './bars.js';
import { signalCursor, stockCursor } from './cursor.js';
import { toSignalFilter, toStockFilter } from './filters.js';
import { signalNode, stockNode, type SignalNode, type StockNode } from './nodes.js';

@Resolver(() => StockType)
export class StockResolver {
  @Authorized('stock:read')
  @Query(() => StockType, {
    nullable: true,
    complexity: rowCost,
    description: 'A stock by its ticker, in any case; null where there is none.',
  })
  async stock(@Arg('symbol', () => String) symbol: string, @Ctx() { loaders }: Context): Promise<StockNode | null> {
    const stock = await loaders.stockBySymbol.load(normalizeSymbol(symbol));
    return stock && stockNode(stock);
  }

  @Authorized('stock:read')
  @Query(() => StockConnectionType, { complexity: listCost, description: 'Stocks by ticker, ascending.' })
  async stocks(@Args(() => StocksArgs) args: StocksArgs, @Ctx() { app, actor }: Context): Promise<CountedConnection<StockNode>> {
    const input = { filter: toStockFilter(args.filter), page: toPage(args, stockCursor) };
    const connection = toConnection(await app.listStocks(input, actor), input.page, stockCursor, stockNode);
    return { ...connection, totalCount: () => app.countStocks(input, actor) };
  }

  @FieldResolver(() => BarConnectionType, {
    complexity: listCost,
    description: 'Bars of the stock, of sessions unless another length is named.',
  })
  bars(@Root() stock: StockNode, @Args(() => BarsArgs) args: BarsArgs, @Ctx() { loaders }: Context): Promise<Connection<BarNode>> {
    return args.interval === 'D1' ? dailyBars(stock, args, loaders) : intradayBars(stock, args.interval, args, loaders);
  }

  @FieldResolver(() => [PeriodBarType], {
    complexity: listCost,
    description: 'Bars of weeks or months, newest first; the newest may still grow.',
  })
  periodBars(
    @Root() stock: StockNode,
    @Args(() => PeriodBarsArgs) { period, first, before = null, adjusted }: PeriodBarsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<readonly PeriodBar[]> {
    return loaders.periodBars.load(stock.key, { period, first, before, isAdjusted: adjusted });
  }

  @FieldResolver(() => BarType, { nullable: true, complexity: rowCost, description: 'The newest bar; null where there is none.' })
  async latestBar(@Root() stock: StockNode, @Ctx() { loaders }: Context): Promise<BarNode | null> {
    const bar = await loaders.latestBar.load(stock.key);
    return bar && dailyBarNode(bar);
  }

  @FieldResolver(() => StockSignalConnectionType, {
    complexity: listCost,
    description: 'Signals of the stock by trading date, newest first, then kind and rule version.',
  })
  async signals(
    @Root() stock: StockNode,
    @Args(() => StockSignalsArgs) args: StockSignalsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<SignalNode>> {
    const page = toPage(args, signalCursor);
    const slice = await loaders.signals.load(stock.key, { filter: toSignalFilter(args.filter), page });
    return toConnection(slice, page, signalCursor, signalNode);
  }
}
