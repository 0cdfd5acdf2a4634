import { Args, Authorized, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';

import { decodeEventCursor, encodeEventCursor } from '../application/events/cursor.js';
import type { SignalFeedItem, SignalTopic } from '../application/signals/signal-feed.js';
import type { SignalScore } from '../domain/vpa/scoring/signal-score.js';
import { rowCost } from '../schema/cost.js';
import { SignalDetectedArgs, SignalFeedItemUnion, SignalUpdateItemUnion, type GapReason } from '../schema/signal-feed.type.js';
import type { Context } from './context.js';
import { toSignalFilter } from './filters.js';
import { audienceOf, LiveSource } from './live-source.js';
import { signalNode, type SignalNode } from './nodes.js';

type FeedItemNode =
  | { readonly cursor: string; readonly signal: SignalNode; readonly update?: SignalScore }
  | { readonly cursor: string; readonly reason: GapReason }
  | { readonly cursor: string };

@Resolver()
export class SignalFeedResolver {
  @Authorized('signal:read')
  @Subscription(() => SignalFeedItemUnion, {
    subscribe: openFeed('signalDetected', 'DETECTED'),
    complexity: rowCost,
    description: 'Signals as they are found, each once and in order; with `after`, first those found since. See docs/subscriptions.md.',
  })
  signalDetected(@Root() item: SignalFeedItem, @Args(() => SignalDetectedArgs) _args: SignalDetectedArgs): FeedItemNode {
    const cursor = encodeEventCursor(item.position);
    if (item.type === 'SIGNAL') return { cursor, signal: signalNode(item.signal) };
    return item.type === 'GAP' ? { cursor, reason: item.reason } : { cursor };
  }

  @Authorized('signal:read')
  @Subscription(() => SignalUpdateItemUnion, {
    subscribe: openFeed('signalUpdated', 'UPDATED'),
    complexity: rowCost,
    description: 'Signals as they are scored, and as their status changes, each change once and in order; `after` as in `signalDetected`.',
  })
  signalUpdated(@Root() item: SignalFeedItem, @Args(() => SignalDetectedArgs) _args: SignalDetectedArgs): FeedItemNode {
    const cursor = encodeEventCursor(item.position);
    if (item.type === 'SIGNAL')
      return { cursor, signal: signalNode(item.signal), ...(item.score === undefined ? {} : { update: item.score }) };
    return item.type === 'GAP' ? { cursor, reason: item.reason } : { cursor };
  }
}

function openFeed(field: string, topic: SignalTopic) {
  return async ({ args, context }: SubscribeResolverData<unknown, SignalDetectedArgs, Context>): Promise<LiveSource> => {
    const after = typeof args.after === 'string' ? decodeEventCursor(args.after) : null;
    const feed = await context.app.watchSignals({ topic, filter: toSignalFilter(args.filter), after }, context.actor);
    return new LiveSource(field, feed, audienceOf(context.actor, 'SHARED'));
  };
}
