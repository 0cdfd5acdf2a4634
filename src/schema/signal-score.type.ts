import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { RetractionReason, ScoreDetails, StoredStatus } from '../domain/vpa/scoring/signal-score.js';
import type { Sequence } from '../domain/vpa/scoring/sequence.js';
import { TradingDateScalar } from './scalars.js';

export const SignalStatusEnum: Readonly<Record<StoredStatus, StoredStatus>> = {
  PENDING: 'PENDING',
  CONFIRMED: 'CONFIRMED',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
  RETRACTED: 'RETRACTED',
};
registerEnumType(SignalStatusEnum, {
  name: 'SignalStatus',
  description: 'What became of a signal. All but PENDING are final, but for a correction of its bars.',
  valuesConfig: {
    PENDING: { description: 'Neither confirmed nor failed yet.' },
    CONFIRMED: { description: 'Later bars did what its kind asks for.' },
    FAILED: { description: 'A close went beyond its level.' },
    EXPIRED: { description: 'Its window passed without either.' },
    RETRACTED: { description: 'Its rule would not fire any more on the bars as they are now; final.' },
  },
});

const RetractionReasonEnum: Readonly<Record<RetractionReason, RetractionReason>> = {
  BAR_CORRECTED: 'BAR_CORRECTED',
  CORPORATE_ACTION: 'CORPORATE_ACTION',
};
registerEnumType(RetractionReasonEnum, {
  name: 'RetractionReason',
  description: 'Why a signal was retracted.',
  valuesConfig: {
    BAR_CORRECTED: { description: 'A bar that its rule looks at was corrected.' },
    CORPORATE_ACTION: { description: 'A corporate action was recorded or cancelled after the signal was found, and restated its prices.' },
  },
});

@ObjectType('ScoreDetails', {
  description: 'What score and confidence are made of, as it was on the day of the signal.',
  simpleResolvers: true,
})
export class ScoreDetailsType implements ScoreDetails {
  @Field(() => [Float], { description: 'Points for the four parts of the form, see docs/vpa.md.' })
  terms!: readonly number[];

  @Field(() => String, { nullable: true, description: 'The sequence that the signal completes; null for none.' })
  sequence!: Sequence | null;

  @Field(() => Int, { description: 'The market: 1 for longs, −1 against them, 0 neither or not known.' })
  market!: number;

  @Field(() => Int, { description: 'The Wyckoff phase of the stock, likewise.' })
  phase!: number;

  @Field(() => Int, { description: 'The rank of its sector, likewise.' })
  sector!: number;

  @Field(() => Float, { description: '0.7 to 1.3: what the three make of the score.' })
  multiplier!: number;

  @Field(() => Float, { description: 'By how much the conditions were exceeded, 0 to 1.' })
  margin!: number;

  @Field(() => [String], { description: 'Names of what was there beyond the conditions.' })
  bonuses!: readonly string[];

  @Field(() => Float, { description: 'Confidence before the record was counted in.' })
  rawConfidence!: number;

  @Field(() => Float, { description: 'What the circumstances added to it.' })
  context!: number;

  @Field(() => Float, { description: 'What doubts about the data took from it.' })
  quality!: number;

  @Field(() => Float, { nullable: true, description: 'How often prices went this way after any bar, known before that day.' })
  baseRate!: number | null;

  @Field(() => Int, { description: 'Signals of the kind whose outcome was known before that day.' })
  recordSignals!: number;

  @Field(() => Int, { description: 'Those of them after which prices went their way.' })
  recordWins!: number;

  @Field(() => Float, { description: '0.8 to 1.2: what the record made of the confidence.' })
  recordFactor!: number;
}

@ObjectType('SignalScore', {
  description: 'How well formed a signal is, how far it can be trusted, and what became of it.',
  simpleResolvers: true,
})
export class SignalScoreType {
  @Field(() => Int, { nullable: true, description: '0 to 100: how well formed; null where it was retracted before it was scored.' })
  score!: number | null;

  @Field(() => Float, { nullable: true, description: 'The score under the circumstances, 0 to 100.' })
  adjusted!: number | null;

  @Field(() => Float, { nullable: true, description: '0.05 to 0.95: how far to trust it, the record of its kind counted in.' })
  confidence!: number | null;

  @Field(() => SignalStatusEnum, { description: 'What became of it.' })
  status!: StoredStatus;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Day of the bar that decided; null while PENDING.' })
  statusDate!: TradingDate | null;

  @Field(() => Float, { nullable: true, description: 'A close beyond it ends the signal, VND; null where its kind has none.' })
  level!: number | null;

  @Field(() => Boolean, { description: 'Whether it is the one of its bar.' })
  isPrimary!: boolean;

  @Field(() => Boolean, { description: 'Whether another signal of the bar says it too.' })
  isImplied!: boolean;

  @Field(() => Boolean, { description: 'Whether its bar has signals of both directions.' })
  isConflicting!: boolean;

  @Field(() => RetractionReasonEnum, { nullable: true, description: 'Why it was retracted; null where it was not.' })
  retractionReason!: RetractionReason | null;

  @Field(() => ScoreDetailsType, { nullable: true, description: 'What it is made of; null where it was retracted before it was scored.' })
  details!: ScoreDetailsType | null;

  @Field(() => TradingDateScalar, { description: 'The newest bar that the status knows of.' })
  scoredThrough!: TradingDate;
}
