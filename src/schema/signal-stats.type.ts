import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { Direction } from '../domain/vpa/signal.js';
import type { Horizon } from '../domain/vpa/track-record/horizons.js';
import type { SignalStatus } from '../domain/vpa/track-record/signal-status.js';
import { REGIMES, type Interval95, type Regime } from '../domain/vpa/track-record/track-record.js';
import { DirectionEnum, SignalKindEnum } from './enums.js';
import { DateTimeScalar, TradingDateScalar } from './scalars.js';

export const RegimeEnum = Object.fromEntries((['ALL', ...REGIMES] as const).map((name) => [name, name])) as Readonly<
  Record<Regime | 'ALL', Regime | 'ALL'>
>;
registerEnumType(RegimeEnum, {
  name: 'MarketRegime',
  description: 'The market on the day of a signal, by the health of VNINDEX.',
  valuesConfig: { ALL: { description: 'All of them together.' }, UNKNOWN: { description: 'Its health was not known.' } },
});

export const HorizonEnum: Readonly<Record<`SESSIONS_${Horizon}`, Horizon>> = {
  SESSIONS_1: 1,
  SESSIONS_3: 3,
  SESSIONS_5: 5,
  SESSIONS_10: 10,
  SESSIONS_20: 20,
};
registerEnumType(HorizonEnum, { name: 'Horizon', description: 'After how many sessions the outcome is taken.' });

const RecordStatusEnum: Readonly<Record<SignalStatus, SignalStatus>> = { ACTIVE: 'ACTIVE', WATCH: 'WATCH', RETIRED: 'RETIRED' };
registerEnumType(RecordStatusEnum, {
  name: 'RecordStatus',
  description: 'How far a kind of signal is to be trusted, by its edge after five sessions. A status suppresses no signal.',
  valuesConfig: {
    ACTIVE: { description: 'Its edge over the market is above nothing by three standard errors.' },
    WATCH: { description: 'Nothing is shown: too few signals, or an edge that chance may have made.' },
    RETIRED: { description: 'It points the wrong way by three standard errors.' },
  },
});

@ArgsType()
export class SignalStatsArgs {
  @Field(() => [SignalKindEnum], { nullable: true, description: 'Of these rules; null: all.' })
  kinds?: SignalKind[] | null;

  @Field(() => [RegimeEnum], { defaultValue: ['ALL'], description: 'In these regimes of the market.' })
  regimes!: (Regime | 'ALL')[];

  @Field(() => [HorizonEnum], { defaultValue: [5], description: 'After these numbers of sessions.' })
  horizons!: Horizon[];
}

@ObjectType('Interval', { description: 'An interval of 95 %, that knows of overlapping windows.', simpleResolvers: true })
class IntervalType implements Interval95 {
  @Field(() => Float, { description: 'Lower end.' })
  low!: number;

  @Field(() => Float, { description: 'Upper end.' })
  high!: number;
}

@ObjectType('SignalStats', {
  description:
    'What followed the signals of a kind, over all liquid bars there are. Means in per cent, rates from 0 to 1; null where nothing is known yet. See docs/vpa.md.',
  simpleResolvers: true,
})
export class SignalStatsType {
  @Field(() => SignalKindEnum, { description: 'The rule.' })
  kind!: SignalKind;

  @Field(() => String, { description: 'Version of the rule set.' })
  ruleVersion!: string;

  @Field(() => DirectionEnum, { description: 'Which way the kind points.' })
  direction!: Direction;

  @Field(() => RegimeEnum, { description: 'The market on the day of the signal.' })
  regime!: Regime | 'ALL';

  @Field(() => HorizonEnum, { description: 'When the outcome was taken.' })
  horizon!: Horizon;

  @Field(() => RecordStatusEnum, { description: 'Of the kind: the same in all its rows.' })
  status!: SignalStatus;

  @Field(() => Int, { description: 'Liquid bars of the regime.' })
  bars!: number;

  @Field(() => Int, { description: 'Signals on them.' })
  signals!: number;

  @Field(() => Int, { description: 'Signals whose outcome is known.' })
  count!: number;

  @Field(() => Int, { description: 'Days on which they were.' })
  days!: number;

  @Field(() => Float, { nullable: true, description: 'Share after which the price was higher.' })
  upRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share after which it was lower.' })
  downRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share after which it had gained more than 2 %.' })
  gainRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share after which it had gone the way of the signal.' })
  hitRate!: number | null;

  @Field(() => IntervalType, { nullable: true, description: 'Of the hit rate.' })
  hitInterval!: Interval95 | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of all liquid bars of the regime after which the price went that way: what a signal has to beat.',
  })
  baseRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean return from close to close.' })
  meanReturn!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean return less that of all liquid bars of the same day.' })
  meanExcess!: number | null;

  @Field(() => Float, { nullable: true, description: 'Its standard error.' })
  excessError!: number | null;

  @Field(() => IntervalType, { nullable: true, description: 'Of the mean excess.' })
  excessInterval!: Interval95 | null;

  @Field(() => Float, { nullable: true, description: 'Mean excess in the direction of each signal, before costs.' })
  meanEdge!: number | null;

  @Field(() => Float, { nullable: true, description: 'Its standard error.' })
  edgeError!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same after fees and the tax on sales.' })
  meanNetEdge!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean return of following the signal from the next open, after costs.' })
  meanNet!: number | null;

  @Field(() => TradingDateScalar, { description: 'Newest trading date that counts.' })
  through!: TradingDate;

  @Field(() => DateTimeScalar, { description: 'When it was computed.' })
  computedAt!: Date;
}
