import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

import { LEVEL_DIRECTIONS, type LevelDirection } from '../domain/alerts/alert-rule.js';
import type { Decimal } from '../domain/decimal.js';
import { DecimalScalar } from './scalars.js';

const LevelDirectionEnum = Object.fromEntries(LEVEL_DIRECTIONS.map((each) => [each, each])) as Readonly<
  Record<LevelDirection, LevelDirection>
>;
registerEnumType(LevelDirectionEnum, {
  name: 'AlertLevelDirection',
  description: 'Where a close has to come to.',
  valuesConfig: {
    ABOVE: { description: 'To the level or above it, from below.' },
    BELOW: { description: 'To the level or below it, from above.' },
  },
});

@ObjectType('AlertLevel', { description: 'A price that a rule watches.', simpleResolvers: true })
export class AlertLevelType {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => DecimalScalar, { description: 'VND as traded; points of an index.' })
  price!: Decimal;

  @Field(() => LevelDirectionEnum, { description: 'Where a close has to come to.' })
  direction!: LevelDirection;
}

@InputType('AlertLevelInput', { description: 'A price to watch.' })
export class AlertLevelInputType {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => DecimalScalar, { description: 'VND as traded, at most four digits after the point; points of an index.' })
  price!: Decimal;

  @Field(() => LevelDirectionEnum, { description: 'Where a close has to come to; BELOW with STOP.' })
  direction!: LevelDirection;
}
