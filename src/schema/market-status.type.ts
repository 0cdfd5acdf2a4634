import { Field, Int, ObjectType } from 'type-graphql';

import type { ClosedReason } from '../domain/market/market-status.js';
import type { SessionPhase } from '../domain/market/sessions.js';
import type { Exchange } from '../domain/market/stock.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { ClosedReasonEnum, ExchangeEnum, SessionPhaseEnum } from './enums.js';
import { DateTimeScalar, TradingDateScalar } from './scalars.js';

@ObjectType('MarketStatus', {
  description: 'What an exchange does by its sessions and the calendar of Vietnam. Unscheduled halts are not known.',
  simpleResolvers: true,
})
export class MarketStatusType {
  @Field(() => ExchangeEnum, { description: 'Which market.' })
  exchange!: Exchange;

  @Field(() => DateTimeScalar, { description: 'The time of the market that is told of; in a simulated market it is not the time of day.' })
  at!: Date;

  @Field(() => TradingDateScalar, { description: 'The day in Asia/Ho_Chi_Minh, which may be one without trading.' })
  date!: TradingDate;

  @Field(() => SessionPhaseEnum, { description: 'What it does.' })
  phase!: SessionPhase;

  @Field(() => ClosedReasonEnum, { nullable: true, description: 'Why it is closed; null while it is open.' })
  closedReason!: ClosedReason | null;

  @Field(() => SessionPhaseEnum, { description: 'What it does next.' })
  nextPhase!: SessionPhase;

  @Field(() => DateTimeScalar, { description: 'When the next phase begins.' })
  nextChangeAt!: Date;

  @Field(() => Boolean, { description: 'False where sources disagree on the day, or where no holidays of its year are known.' })
  isCalendarCertain!: boolean;
}

@ObjectType('DataFreshness', {
  description: 'How far the bars of a stock reach, beside the sessions that have closed.',
  simpleResolvers: true,
})
export class DataFreshnessType {
  @Field(() => TradingDateScalar, { nullable: true, description: 'Day of the newest bar; null where there is none.' })
  latestTradingDate!: TradingDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that bar was learnt; null where there is none.' })
  receivedAt!: Date | null;

  @Field(() => TradingDateScalar, { description: 'The newest session that has closed.' })
  newestClosedSession!: TradingDate;

  @Field(() => Int, {
    nullable: true,
    description:
      'Closed sessions after the newest bar, 0 where all is there; null where there is no bar. A day without trades counts, too.',
  })
  sessionsBehind!: number | null;
}
