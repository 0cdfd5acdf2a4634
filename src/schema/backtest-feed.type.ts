import { ArgsType, createUnionType, Field, Float, ID, ObjectType } from 'type-graphql';

import type { BacktestState } from '../domain/backtest/backtest-state.js';
import { BacktestStateEnum, BacktestType } from './backtest.type.js';
import { CURSOR, FeedGapType, FeedPositionType } from './signal-feed.type.js';

@ObjectType('BacktestProgressed', { description: 'A backtest has moved on, or ended.', simpleResolvers: true })
export class BacktestProgressedType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => BacktestStateEnum, { description: 'Where it stood then.' })
  state!: BacktestState;

  @Field(() => Float, { description: 'How far it had come then, 0 to 1.' })
  progress!: number;

  @Field(() => BacktestType, { nullable: true, description: 'As it is now; null where it has been removed since.' })
  backtest?: BacktestType | null;
}

export const BacktestFeedItemUnion = createUnionType({
  name: 'BacktestFeedItem',
  description: 'What the subscription tells. Each member has a `cursor`: select it on every one.',
  types: () => [BacktestProgressedType, FeedPositionType, FeedGapType] as const,
  resolveType: (item) => ('progress' in item ? BacktestProgressedType : 'reason' in item ? FeedGapType : FeedPositionType),
});

@ArgsType()
export class BacktestProgressArgs {
  @Field(() => ID, { description: 'Of the backtest.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item received: the feed goes on after it. Absent: from now on.' })
  after?: string | null;
}
