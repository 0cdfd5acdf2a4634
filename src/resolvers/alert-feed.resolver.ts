import { Args, Authorized, Ctx, FieldResolver, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import type { AlertFeedItem } from '../application/alerts/watch-alerts.js';
import { decodeEventCursor, encodeEventCursor } from '../application/events/cursor.js';
import type { AlertDelivery } from '../application/ports/alerts.js';
import { AlertDeliveredArgs, AlertDeliveredType, AlertFeedItemUnion } from '../schema/alert-feed.type.js';
import { AlertDeliveryType } from '../schema/alert-delivery.type.js';
import { rowCost } from '../schema/cost.js';
import type { GapReason } from '../schema/signal-feed.type.js';
import type { Context } from './context.js';
import { audienceOf, LiveSource } from './live-source.js';

interface ToldNode {
  readonly cursor: string;
  readonly deliveryId: string;
}

@Resolver(() => AlertDeliveredType)
export class AlertFeedResolver {
  @Authorized('alert:read')
  @Subscription(() => AlertFeedItemUnion, {
    subscribe: openFeed,
    complexity: rowCost,
    description:
      'Alerts to your bindings of the channel APP as they arrive, each once and in order; `after` as in `signalDetected`. See docs/alerts.md.',
  })
  alertDelivered(
    @Root() item: AlertFeedItem,
    @Args(() => AlertDeliveredArgs) _args: AlertDeliveredArgs,
  ): ToldNode | { readonly cursor: string; readonly reason: GapReason } | { readonly cursor: string } {
    const cursor = encodeEventCursor(item.position);
    if (item.type === 'ALERT') return { cursor, deliveryId: item.deliveryId };
    return item.type === 'GAP' ? { cursor, reason: item.reason } : { cursor };
  }

  @FieldResolver(() => AlertDeliveryType, { nullable: true, complexity: rowCost })
  delivery(@Root() { deliveryId }: ToldNode, @Ctx() { loaders }: Context): Promise<AlertDelivery | null> {
    return loaders.delivery.load(deliveryId);
  }
}

async function openFeed({ args, context }: SubscribeResolverData<unknown, AlertDeliveredArgs, Context>): Promise<LiveSource> {
  const after = typeof args.after === 'string' ? decodeEventCursor(args.after) : null;
  const feed = await context.app.watchAlerts({ after }, context.actor);
  return new LiveSource('alertDelivered', feed, audienceOf(context.actor, 'OWN'));
}
