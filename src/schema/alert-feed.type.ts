import { ArgsType, createUnionType, Field, ObjectType } from 'type-graphql';

import { AlertDeliveryType } from './alert-delivery.type.js';
import { CURSOR, FeedGapType, FeedPositionType } from './signal-feed.type.js';

@ObjectType('AlertDelivered', { description: 'An alert reached your inbox.', simpleResolvers: true })
export class AlertDeliveredType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => AlertDeliveryType, { nullable: true, description: 'As it is now; null where it has left the ledger since.' })
  delivery?: AlertDeliveryType | null;
}

export const AlertFeedItemUnion = createUnionType({
  name: 'AlertFeedItem',
  description: 'What the subscription tells. Each member has a `cursor`: select it on every one.',
  types: () => [AlertDeliveredType, FeedPositionType, FeedGapType] as const,
  resolveType: (item) => ('deliveryId' in item ? AlertDeliveredType : 'reason' in item ? FeedGapType : FeedPositionType),
});

@ArgsType()
export class AlertDeliveredArgs {
  @Field(() => String, { nullable: true, description: 'Cursor of the last item received: the feed goes on after it. Absent: from now on.' })
  after?: string | null;
}
