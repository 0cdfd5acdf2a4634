import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

import { PageInfoType } from './page.type.js';
import { DateTimeScalar } from './scalars.js';

export const AttemptOutcomeEnum = { SENT: 'SENT', RETRY: 'RETRY', FAILED: 'FAILED', EXPIRED: 'EXPIRED', LOST: 'LOST' } as const;
registerEnumType(AttemptOutcomeEnum, {
  name: 'AlertAttemptOutcome',
  description: 'What came of an attempt.',
  valuesConfig: {
    SENT: { description: 'The receiver took it.' },
    RETRY: { description: 'It may succeed later.' },
    FAILED: { description: 'The receiver refused it, or there was no time or patience left.' },
    EXPIRED: { description: 'It was too old to be sent.' },
    LOST: { description: 'The process was killed within it: the receiver may have taken it, and may get it again under the same id.' },
  },
});

@ObjectType('AlertAttempt', { description: 'One try to deliver an alert.', simpleResolvers: true })
export class AlertAttemptType {
  @Field(() => Int, { description: 'From 1.' })
  number!: number;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  attemptedAt!: Date;

  @Field(() => AttemptOutcomeEnum, { description: 'What came of it.' })
  outcome!: keyof typeof AttemptOutcomeEnum;

  @Field(() => String, { nullable: true, description: 'What went wrong, one of a closed set such as TIMEOUT or RATE_LIMITED.' })
  fault!: string | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds until the receiver had answered; null where nobody lived to measure it.' })
  latencyMs!: number | null;
}

@ObjectType('AlertAttemptEdge', { description: 'An attempt in a list.', simpleResolvers: true })
export class AlertAttemptEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => AlertAttemptType, { description: 'The attempt.' })
  node!: AlertAttemptType;
}

@ObjectType('AlertAttemptConnection', { description: 'A page of attempts, the first attempt first.', simpleResolvers: true })
export class AlertAttemptConnectionType {
  @Field(() => [AlertAttemptEdgeType], { description: 'The rows, in order.' })
  edges!: readonly AlertAttemptEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}
