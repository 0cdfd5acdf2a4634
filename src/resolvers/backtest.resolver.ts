import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { EquityPoint, NumberedTrade } from '../application/ports/backtests.js';
import { EquityArgs, StartBacktestInputType } from '../schema/backtest.args.js';
import {
  BacktestComparisonType,
  BacktestConnectionType,
  BacktestPayloadType,
  BacktestTradeConnectionType,
  BacktestType,
  EquityPointConnectionType,
} from '../schema/backtest.type.js';
import { computedCost, idsCost, listCost, rowCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import { backtestNode, comparisonNode } from './backtest-node.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { backtestCursor, backtestTradeCursor, equityCursor } from './cursor.js';
import { answering } from './mutation-answer.js';

/** A backtest is worth as much as a look at every stock, and the quota bounds how many there are. */
const START_COST = 500;

@Resolver(() => BacktestType)
export class BacktestResolver {
  @Authorized('backtest:read')
  @Query(() => BacktestType, { nullable: true, complexity: rowCost, description: 'A backtest of yours; null where you have none.' })
  async backtest(
    @Arg('id', () => ID, { description: 'Of the backtest.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<BacktestType | null> {
    const backtest = await loaders.backtest.load(id);
    return backtest === null ? null : backtestNode(backtest);
  }

  @Authorized('backtest:read')
  @Query(() => BacktestConnectionType, { complexity: listCost, description: 'Your backtests, newest first.' })
  async backtests(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<BacktestType>> {
    const page = toPage(args, backtestCursor);
    return toConnection(await app.listBacktests(page, actor), page, backtestCursor, backtestNode);
  }

  @Authorized('backtest:read')
  @Query(() => BacktestComparisonType, {
    complexity: idsCost,
    description: 'Results of at most 10 backtests of yours that are done, side by side.',
  })
  async compareBacktests(
    @Arg('ids', () => [ID], { description: 'Of the backtests, each once.' }) ids: string[],
    @Ctx() { app, actor }: Context,
  ): Promise<BacktestComparisonType> {
    return comparisonNode(await app.compareBacktests(ids, actor));
  }

  @Authorized('backtest:write')
  @Mutation(() => BacktestPayloadType, {
    complexity: computedCost(START_COST),
    description: 'Starts a backtest: it is queued, and a worker runs it. How many there may be at once and in a day is bounded.',
  })
  async startBacktest(
    @Arg('input', () => StartBacktestInputType, { description: 'What is to be tried.' }) input: StartBacktestInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<BacktestPayloadType> {
    const { strategy, ruleSet, symbols, exchanges, from, to, cash, riskFreePct, fee, slippage, volumeShare, idempotencyKey } = input;
    const asked = {
      strategy,
      ruleSet,
      symbols: symbols ?? null,
      exchanges: exchanges ?? null,
      from: from ?? null,
      to: to ?? null,
      cash,
      riskFreePct,
      fee: fee ?? null,
      slippage: slippage ?? null,
      volumeShare: volumeShare ?? null,
      idempotencyKey,
    };
    return answering(async () => ({ backtest: backtestNode(await app.startBacktest(asked, actor)) }));
  }

  @Authorized('backtest:write')
  @Mutation(() => BacktestPayloadType, { description: 'Ends a backtest of yours that waits or runs, without a result.' })
  async cancelBacktest(
    @Arg('id', () => ID, { description: 'Of the backtest.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<BacktestPayloadType> {
    return answering(async () => ({ backtest: backtestNode(await app.cancelBacktest(id, actor)) }));
  }

  @FieldResolver(() => BacktestTradeConnectionType, { complexity: listCost, description: 'Its trades; none unless it is DONE.' })
  async trades(
    @Root() { id }: BacktestType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<NumberedTrade>> {
    const page = toPage(args, backtestTradeCursor);
    return toConnection(await loaders.backtestTrades.load(id, page), page, backtestTradeCursor, (trade) => trade);
  }

  @FieldResolver(() => EquityPointConnectionType, {
    complexity: listCost,
    description: 'Its equity after each session; none unless it is DONE.',
  })
  async equity(
    @Root() { id }: BacktestType,
    @Args(() => EquityArgs) args: EquityArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<EquityPoint>> {
    const page = toPage(args, equityCursor);
    return toConnection(await loaders.backtestEquity.load(id, page), page, equityCursor, (point) => point);
  }
}
