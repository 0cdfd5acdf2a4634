import { Args, Authorized, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import type { BoardNews } from '../application/realtime/board-feed.js';
import type { ProvisionalReading } from '../domain/vpa/provisional/provisional-reading.js';
import { symbolsCost } from '../schema/cost.js';
import { ProvisionalSignalsArgs, ProvisionalSignalsType } from '../schema/provisional.type.js';
import type { Context } from './context.js';
import { audienceOf, LiveSource } from './live-source.js';

@Resolver()
export class ProvisionalResolver {
  @Authorized('signal:read')
  @Subscription(() => [ProvisionalSignalsType], {
    subscribe: openFeed,
    complexity: symbolsCost,
    description:
      'What rules find on open daily bars: first what is known, then each stock of which it changes, once in a message. Lossy as priceUpdated, and never stored. See docs/subscriptions.md.',
  })
  provisionalSignals(
    @Root() { items }: BoardNews<ProvisionalReading>,
    @Args(() => ProvisionalSignalsArgs) _args: ProvisionalSignalsArgs,
  ): readonly ProvisionalReading[] {
    return items;
  }
}

async function openFeed({ args, context }: SubscribeResolverData<unknown, ProvisionalSignalsArgs, Context>): Promise<LiveSource> {
  const feed = await context.app.watchProvisional({ symbols: args.symbols ?? null }, context.actor);
  return new LiveSource('provisionalSignals', feed, audienceOf(context.actor, 'SHARED'), true);
}
