import { Field, Float, Int, ObjectType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { Evidence } from '../domain/vpa/evidence/evidence.js';
import type { Direction } from '../domain/vpa/signal.js';
import type { Comparison } from '../domain/vpa/tolerance.js';
import { ComparisonEnum, DirectionEnum, EvidenceTypeEnum, SignalKindEnum } from './enums.js';
import { TradingDateScalar } from './scalars.js';

@ObjectType('Evidence', { description: 'One condition of a rule as it stood on a bar.', simpleResolvers: true })
export class EvidenceType {
  @Field(() => EvidenceTypeEnum, { description: 'What kind of condition it is.' })
  type!: Evidence['type'];

  @Field(() => Int, { description: '0 for a condition of the rule; parts of a condition follow it, one deeper.' })
  depth!: number;

  @Field(() => Boolean, { description: 'Whether it holds.' })
  holds!: boolean;

  @Field(() => String, { nullable: true, description: 'What is measured, where it is a number or a state: `volumeRatio`, `isUptrend`.' })
  column!: string | null;

  @Field(() => ComparisonEnum, { nullable: true, description: 'How the number has to stand to the threshold.' })
  comparison!: Comparison | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The number on this bar, prices in VND (index: points); null where there were too few bars.',
  })
  measured!: number | null;

  @Field(() => Float, { nullable: true, description: 'What it has to reach on this bar, in the same unit.' })
  threshold!: number | null;

  @Field(() => Float, { nullable: true, description: 'Measured less threshold: by how much it holds or fails.' })
  difference!: number | null;
}

@ObjectType('SignalExplanation', { description: 'Why a rule fired on a bar, or what was missing and by how much.', simpleResolvers: true })
export class SignalExplanationType {
  @Field(() => SignalKindEnum, { description: 'The rule.' })
  kind!: SignalKind;

  @Field(() => String, { description: 'Version of the rule set that was asked.' })
  ruleVersion!: string;

  @Field(() => TradingDateScalar, { description: 'Day of the bar.' })
  tradingDate!: TradingDate;

  @Field(() => Boolean, { description: 'Whether it fired.' })
  hasFired!: boolean;

  @Field(() => DirectionEnum, { description: 'Which way it points, or would.' })
  direction!: Direction;

  @Field(() => [EvidenceType], { description: 'All conditions, each followed by its parts.' })
  evidence!: readonly EvidenceType[];
}
