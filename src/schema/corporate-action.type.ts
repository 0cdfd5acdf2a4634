import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { CorporateActionKind } from '../domain/market/corporate-action.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { MutationErrorType } from './mutation-error.type.js';
import { DateTimeScalar, DecimalScalar, TradingDateScalar } from './scalars.js';

const CorporateActionKindEnum: Readonly<Record<CorporateActionKind, CorporateActionKind>> = {
  CASH_DIVIDEND: 'CASH_DIVIDEND',
  SHARE_DISTRIBUTION: 'SHARE_DISTRIBUTION',
  RIGHTS_ISSUE: 'RIGHTS_ISSUE',
};
registerEnumType(CorporateActionKindEnum, {
  name: 'CorporateActionKind',
  description: 'What moves the price without a trade.',
  valuesConfig: {
    CASH_DIVIDEND: { description: 'Money for each share: `cash`.' },
    SHARE_DISTRIBUTION: { description: 'Shares for nothing (split, dividend in shares, bonus): `newShares` for `heldShares`.' },
    RIGHTS_ISSUE: { description: 'Shares for less than the market asks: `newShares` for `heldShares` at `price`.' },
  },
});

@ObjectType('CorporateAction', { description: 'What a company did that moved the price without a trade.', simpleResolvers: true })
export class CorporateActionType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => TradingDateScalar, { description: 'The first session in which a buyer no longer gets it.' })
  exDate!: TradingDate;

  @Field(() => CorporateActionKindEnum, { description: 'Of what kind.' })
  kind!: CorporateActionKind;

  @Field(() => DecimalScalar, { nullable: true, description: 'VND for each share; null but for CASH_DIVIDEND.' })
  cash!: Decimal | null;

  @Field(() => Int, { nullable: true, description: 'So many new shares; null for CASH_DIVIDEND.' })
  newShares!: number | null;

  @Field(() => Int, { nullable: true, description: 'For so many that are held; null for CASH_DIVIDEND.' })
  heldShares!: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'What a new share costs, VND; null but for RIGHTS_ISSUE.' })
  price!: Decimal | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: Date;
}

@InputType('RecordCorporateActionInput', { description: 'A corporate action to be recorded; terms that are not of its kind are left out.' })
export class RecordCorporateActionInputType {
  @Field(() => String, { description: 'Ticker, in any case; no index.' })
  symbol!: string;

  @Field(() => TradingDateScalar, { description: 'The first session in which a buyer no longer gets it.' })
  exDate!: TradingDate;

  @Field(() => CorporateActionKindEnum, { description: 'Of what kind.' })
  kind!: CorporateActionKind;

  @Field(() => DecimalScalar, { nullable: true, description: 'CASH_DIVIDEND: VND for each share.' })
  cash?: Decimal | null;

  @Field(() => Int, { nullable: true, description: 'SHARE_DISTRIBUTION, RIGHTS_ISSUE: so many new shares, 1 to 1000000.' })
  newShares?: number | null;

  @Field(() => Int, { nullable: true, description: 'SHARE_DISTRIBUTION, RIGHTS_ISSUE: for so many that are held, 1 to 1000000.' })
  heldShares?: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'RIGHTS_ISSUE: what a new share costs, VND.' })
  price?: Decimal | null;
}

@ObjectType('CorporateActionPayload', { description: 'An action that was recorded or cancelled, or why none was.', simpleResolvers: true })
export class CorporateActionPayloadType {
  @Field(() => CorporateActionType, { nullable: true, description: 'The action.' })
  corporateAction?: CorporateActionType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
