import { ArgsType, Field, Float, ObjectType, registerEnumType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { ProvisionalFinding, ProvisionalState } from '../domain/vpa/provisional/provisional-reading.js';
import { DirectionEnum } from './enums.js';
import { DateTimeScalar, DecimalScalar, TradingDateScalar } from './scalars.js';

const ProvisionalStateEnum: Readonly<Record<ProvisionalState, ProvisionalState>> = {
  PROVISIONAL: 'PROVISIONAL',
  WITHDRAWN: 'WITHDRAWN',
  REPLACED: 'REPLACED',
};
registerEnumType(ProvisionalStateEnum, {
  name: 'ProvisionalState',
  description: 'How what rules find on an open bar stands.',
  valuesConfig: {
    PROVISIONAL: { description: 'Rules fire on the open bar as it is now.' },
    WITHDRAWN: { description: 'None does any more.' },
    REPLACED: { description: 'The closed bar is there; its signals are those of signalDetected.' },
  },
});

@ObjectType('ProvisionalFinding', { description: 'A rule that fires on an open bar.', simpleResolvers: true })
class ProvisionalFindingType {
  @Field(() => String, { description: 'Name of the rule: a SignalKind, or DEMAND_SURGE of the quick rules.' })
  kind!: ProvisionalFinding['kind'];

  @Field(() => DirectionEnum, { description: 'Which way it points.' })
  direction!: ProvisionalFinding['direction'];

  @Field(() => String, { description: 'Version of its rule set: quick-1, or the one in force.' })
  ruleVersion!: string;
}

@ObjectType('ProvisionalSignals', {
  description: 'What rules find on the open daily bar of a stock. Never stored: it holds until the next one of the stock.',
  simpleResolvers: true,
})
export class ProvisionalSignalsType {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => TradingDateScalar, { description: 'The session, in Asia/Ho_Chi_Minh.' })
  tradingDate!: TradingDate;

  @Field(() => ProvisionalStateEnum, { description: 'How it stands.' })
  state!: ProvisionalState;

  @Field(() => [ProvisionalFindingType], { description: 'The rules that fire; empty unless PROVISIONAL.' })
  findings!: readonly ProvisionalFinding[];

  @Field(() => DecimalScalar, { description: 'Newest price, VND (index: points).' })
  price!: Decimal;

  @Field(() => Float, { nullable: true, description: 'Change against the close before, adjusted, per cent; null where that is not known.' })
  changePct!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Volume so far against what is usual by that time of day; null in the first half hour and where nothing is known.',
  })
  volumeRatio!: number | null;

  @Field(() => Boolean, { description: 'False while trades of the session may be missing.' })
  isWhole!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the newest trade happened, by the source.' })
  at!: Date;
}

@ArgsType()
export class ProvisionalSignalsArgs {
  @Field(() => [String], { nullable: true, description: 'Only these tickers, in any case, at most 100.' })
  symbols?: string[] | null;
}
