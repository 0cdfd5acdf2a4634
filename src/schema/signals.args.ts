import { ArgsType, Field, Float, InputType, Int } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { StoredStatus } from '../domain/vpa/scoring/signal-score.js';
import type { Direction } from '../domain/vpa/signal.js';
import { DirectionEnum, SignalKindEnum } from './enums.js';
import { PageArgs } from './page.args.js';
import { TradingDateScalar } from './scalars.js';
import { SignalStatusEnum } from './signal-score.type.js';

@InputType('StockSignalFilter', {
  description: 'Which signals of a stock. Parts that are absent match everything, an empty list matches nothing.',
})
export class StockSignalFilterInput {
  @Field(() => [SignalKindEnum], { nullable: true, description: 'One of these rules.' })
  kinds?: SignalKind[] | null;

  @Field(() => DirectionEnum, { nullable: true, description: 'Pointing this way.' })
  direction?: Direction | null;

  @Field(() => [String], { nullable: true, description: 'Found by one of these versions of rule sets, such as `textbook-1`.' })
  ruleVersions?: string[] | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'First trading date, itself included.' })
  from?: TradingDate | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Last trading date, itself included.' })
  to?: TradingDate | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Adjusted score of at least this, 0 to 100. Where signals are told as they are found, they are then told with their first score, some seconds later.',
  })
  minScore?: number | null;

  @Field(() => Float, { nullable: true, description: 'Confidence of at least this, 0 to 1; likewise.' })
  minConfidence?: number | null;

  @Field(() => [SignalStatusEnum], { nullable: true, description: 'With one of these statuses; likewise.' })
  statuses?: StoredStatus[] | null;
}

@InputType('SignalFilter', { description: 'Which signals. Parts that are absent match everything, an empty list matches nothing.' })
export class SignalFilterInput extends StockSignalFilterInput {
  @Field(() => [String], { nullable: true, description: 'Of one of these tickers; at most 100.' })
  symbols?: string[] | null;
}

@ArgsType()
export class SignalsArgs extends PageArgs {
  @Field(() => SignalFilterInput, { nullable: true, description: 'All signals where it is absent.' })
  filter?: SignalFilterInput | null;
}

@ArgsType()
export class StockSignalsArgs extends PageArgs {
  @Field(() => StockSignalFilterInput, { nullable: true, description: 'All signals of the stock where it is absent.' })
  filter?: StockSignalFilterInput | null;
}
