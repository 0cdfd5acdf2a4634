import { ArgsType, createUnionType, Field, ObjectType, registerEnumType } from 'type-graphql';

import { SignalScoreType } from './signal-score.type.js';
import { SignalType } from './signal.type.js';
import { SignalFilterInput } from './signals.args.js';

export const CURSOR = 'Give it to `after` to go on after this item.';

@ObjectType('SignalDetected', { description: 'A signal was found.', simpleResolvers: true })
class SignalDetectedType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => SignalType, { description: 'The signal.' })
  signal!: SignalType;
}

@ObjectType('SignalUpdated', { description: 'A signal was scored, or its status has changed.', simpleResolvers: true })
class SignalUpdatedType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => SignalType, { description: 'The signal.' })
  signal!: SignalType;

  @Field(() => SignalScoreType, { description: 'Its score as it was told; `signal.score` is as it is now.' })
  update!: SignalScoreType;
}

@ObjectType('FeedPosition', {
  description: 'Where the feed stands: its first item, and one after each 60 s without another, so that a quiet filter has a fresh cursor.',
  simpleResolvers: true,
})
export class FeedPositionType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;
}

export type GapReason = 'RETENTION' | 'EPOCH';
const GapReasonEnum: Readonly<Record<GapReason, GapReason>> = { RETENTION: 'RETENTION', EPOCH: 'EPOCH' };
registerEnumType(GapReasonEnum, {
  name: 'GapReason',
  description: 'Why signals between two cursors cannot be told.',
  valuesConfig: {
    RETENTION: {
      description: 'They are older than events are kept; the feed goes on with the oldest there is. Read `signals` for the rest.',
    },
    EPOCH: {
      description: 'The cursor is of another life of the database (it was restored); the feed goes on from now. Read `signals` anew.',
    },
  },
});

@ObjectType('FeedGap', { description: 'Signals may be missing between the cursor before and this one.', simpleResolvers: true })
export class FeedGapType {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => GapReasonEnum, { description: 'Why.' })
  reason!: GapReason;
}

export const SignalFeedItemUnion = createUnionType({
  name: 'SignalFeedItem',
  description: 'What the subscription tells. Each member has a `cursor`: select it on every one.',
  types: () => [SignalDetectedType, FeedPositionType, FeedGapType] as const,
  resolveType: (item) => ('signal' in item ? SignalDetectedType : 'reason' in item ? FeedGapType : FeedPositionType),
});

export const SignalUpdateItemUnion = createUnionType({
  name: 'SignalUpdateItem',
  description: 'What the subscription tells. Each member has a `cursor`: select it on every one.',
  types: () => [SignalUpdatedType, FeedPositionType, FeedGapType] as const,
  resolveType: (item) => ('signal' in item ? SignalUpdatedType : 'reason' in item ? FeedGapType : FeedPositionType),
});

@ArgsType()
export class SignalDetectedArgs {
  @Field(() => SignalFilterInput, { nullable: true, description: 'All signals where it is absent.' })
  filter?: SignalFilterInput | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item received: the feed goes on after it. Absent: from now on.' })
  after?: string | null;
}
