import { Args, Authorized, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import type { BoardNews } from '../application/realtime/board-feed.js';
import { changePctOf, type PriceQuote } from '../domain/market/live/price-quote.js';
import { symbolsCost } from '../schema/cost.js';
import { PriceType, PriceUpdatedArgs } from '../schema/price.type.js';
import type { Context } from './context.js';
import { audienceOf, LiveSource } from './live-source.js';

@Resolver()
export class PriceResolver {
  @Authorized('bar:read')
  @Subscription(() => [PriceType], {
    subscribe: openFeed,
    complexity: symbolsCost,
    description:
      'The newest prices of stocks: first those that are known, then those that moved, each stock once in a message. Lossy: what is replaced before it was told is never told; at most four messages a second on a connection. See docs/subscriptions.md.',
  })
  priceUpdated(
    @Root() { items }: BoardNews<PriceQuote>,
    @Args(() => PriceUpdatedArgs) _args: PriceUpdatedArgs,
  ): readonly (PriceQuote & { readonly changePct: number | null })[] {
    return items.map((quote) => ({ ...quote, changePct: changePctOf(quote) }));
  }
}

async function openFeed({ args, context }: SubscribeResolverData<unknown, PriceUpdatedArgs, Context>): Promise<LiveSource> {
  const feed = await context.app.watchPrices({ symbols: args.symbols }, context.actor);
  return new LiveSource('priceUpdated', feed, audienceOf(context.actor, 'SHARED'), true);
}
