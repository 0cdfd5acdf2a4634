import { Args, Authorized, Ctx, FieldResolver, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import type { BacktestFeedItem } from '../application/backtests/watch-backtest.js';
import { decodeEventCursor, encodeEventCursor } from '../application/events/cursor.js';
import type { BacktestState } from '../domain/backtest/backtest-state.js';
import { BacktestFeedItemUnion, BacktestProgressArgs, BacktestProgressedType } from '../schema/backtest-feed.type.js';
import { BacktestType } from '../schema/backtest.type.js';
import { rowCost } from '../schema/cost.js';
import type { GapReason } from '../schema/signal-feed.type.js';
import { backtestNode } from './backtest-node.js';
import type { Context } from './context.js';
import { audienceOf, LiveSource } from './live-source.js';

interface ToldNode {
  readonly cursor: string;
  readonly backtestId: string;
  readonly state: BacktestState;
  readonly progress: number;
}

@Resolver(() => BacktestProgressedType)
export class BacktestFeedResolver {
  @Authorized('backtest:read')
  @Subscription(() => BacktestFeedItemUnion, {
    subscribe: openFeed,
    complexity: rowCost,
    description:
      'How a backtest of yours moves on, and ends; `after` as in `signalDetected`. Subscribe, then read `backtest`: it may have ended before.',
  })
  backtestProgress(
    @Root() item: BacktestFeedItem,
    @Args(() => BacktestProgressArgs) _args: BacktestProgressArgs,
  ): ToldNode | { readonly cursor: string; readonly reason: GapReason } | { readonly cursor: string } {
    const cursor = encodeEventCursor(item.position);
    if (item.type === 'PROGRESS') return { cursor, backtestId: item.backtestId, state: item.state, progress: item.progress };
    return item.type === 'GAP' ? { cursor, reason: item.reason } : { cursor };
  }

  @FieldResolver(() => BacktestType, { nullable: true, complexity: rowCost })
  async backtest(@Root() { backtestId }: ToldNode, @Ctx() { loaders }: Context): Promise<BacktestType | null> {
    const backtest = await loaders.backtest.load(backtestId);
    return backtest === null ? null : backtestNode(backtest);
  }
}

async function openFeed({ args, context }: SubscribeResolverData<unknown, BacktestProgressArgs, Context>): Promise<LiveSource> {
  const after = typeof args.after === 'string' ? decodeEventCursor(args.after) : null;
  const feed = await context.app.watchBacktest({ id: args.id, after }, context.actor);
  return new LiveSource('backtestProgress', feed, `${audienceOf(context.actor, 'OWN')} ${args.id}`);
}
