import { Arg, Authorized, Ctx, FieldResolver, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import type { DataFreshness } from '../application/market-data/data-freshness.js';
import type { StatusItem } from '../application/market-data/watch-market-status.js';
import type { MarketStatus } from '../domain/market/market-status.js';
import type { Exchange } from '../domain/market/stock.js';
import { rowCost } from '../schema/cost.js';
import { ExchangeEnum } from '../schema/enums.js';
import { DataFreshnessType, MarketStatusType } from '../schema/market-status.type.js';
import { StockType } from '../schema/stock.type.js';
import type { Context } from './context.js';
import { audienceOf, LiveSource } from './live-source.js';
import type { StockNode } from './nodes.js';

@Resolver()
export class MarketStatusResolver {
  @Authorized('stock:read')
  @Query(() => [MarketStatusType], { complexity: rowCost, description: 'What the exchanges do now.' })
  marketStatus(
    @Arg('exchange', () => ExchangeEnum, { nullable: true, description: 'Only this one.' }) exchange: Exchange | null | undefined,
    @Ctx() { app, actor }: Context,
  ): Promise<readonly MarketStatus[]> {
    return app.marketStatus(exchange ? { exchange } : {}, actor);
  }

  @Authorized('stock:read')
  @Subscription(() => MarketStatusType, {
    subscribe: openFeed,
    complexity: rowCost,
    description: 'What the exchanges do: first now, then each time that a phase of a session begins or ends.',
  })
  marketStatusChanged(
    @Root() { status }: StatusItem,
    @Arg('exchange', () => ExchangeEnum, { nullable: true, description: 'Only this one.' }) _exchange: Exchange | null | undefined,
  ): MarketStatus {
    return status;
  }
}

async function openFeed({ args, context }: SubscribeResolverData<unknown, { exchange?: Exchange | null }, Context>): Promise<LiveSource> {
  const feed = await context.app.watchMarketStatus(args.exchange ? { exchange: args.exchange } : {}, context.actor);
  return new LiveSource('marketStatusChanged', feed, audienceOf(context.actor, 'SHARED'));
}

@Resolver(() => StockType)
export class DataFreshnessResolver {
  @FieldResolver(() => DataFreshnessType, { complexity: rowCost, description: 'How far its bars reach.' })
  dataFreshness(@Root() stock: StockNode, @Ctx() { loaders }: Context): Promise<DataFreshness> {
    return loaders.freshness.load(stock.key);
  }
}
