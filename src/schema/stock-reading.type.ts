import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { PlacedReading, ReadEvent } from '../domain/vpa/reading/stock-reading.js';
import { PHASE_EVENT_NAMES, PHASES, type Phase, type PhaseEventName } from '../domain/vpa/wyckoff/phase.js';
import { TradingDateScalar } from './scalars.js';

export const PhaseEnum = Object.fromEntries(PHASES.map((phase) => [phase, phase])) as Readonly<Record<Phase, Phase>>;
registerEnumType(PhaseEnum, {
  name: 'WyckoffPhase',
  description: 'Wyckoff’s phase of a stock: a stage of accumulation (ACC) or distribution (DIST), or a trend without a structure.',
});

const PhaseEventNameEnum = Object.fromEntries(PHASE_EVENT_NAMES.map((name) => [name, name])) as Readonly<
  Record<PhaseEventName, PhaseEventName>
>;
registerEnumType(PhaseEventNameEnum, {
  name: 'WyckoffEventName',
  description: 'Events by the names that the literature gives them, see docs/phases.md.',
});

@ObjectType('WyckoffEvent', { description: 'Something that the phase machine learnt.', simpleResolvers: true })
class WyckoffEventType implements ReadEvent {
  @Field(() => PhaseEventNameEnum, { description: 'What it was.' })
  name!: PhaseEventName;

  @Field(() => TradingDateScalar, { description: 'Of the bar that it is about.' })
  eventDate!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'Of the bar that made it known; nobody knew before.' })
  knownDate!: TradingDate;
}

@ObjectType('StockReading', {
  description:
    'What is known of a stock or index after its newest traded bar. Prices in VND (points for an index), adjusted for corporate actions.',
  simpleResolvers: true,
})
export class StockReadingType implements PlacedReading {
  @Field(() => TradingDateScalar, { description: 'Of that bar.' })
  tradingDate!: TradingDate;

  @Field(() => Float, { description: 'Its close.' })
  close!: number;

  @Field(() => Float, { nullable: true, description: 'Change from the close before, per cent.' })
  changePct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Its volume beside the mean of the 20 bars before.' })
  volumeRatio!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean volume of the 20 bars before, shares.' })
  averageVolume20!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean of close × volume over the last 20 bars, VND.' })
  averageTurnover20!: number | null;

  @Field(() => Boolean, { description: 'Whether its trend is up.' })
  isUptrend!: boolean;

  @Field(() => Boolean, { description: 'Whether its trend is down.' })
  isDowntrend!: boolean;

  @Field(() => Float, { nullable: true, description: 'Lowest price of the 30 bars before.' })
  support30!: number | null;

  @Field(() => Float, { nullable: true, description: 'Highest price of the 30 bars before.' })
  resistance30!: number | null;

  @Field(() => Float, { nullable: true, description: 'Return over 30 bars less that of VNINDEX between the same days, per cent.' })
  relativeStrength30!: number | null;

  @Field(() => PhaseEnum, { description: 'Wyckoff’s phase.' })
  phase!: Phase;

  @Field(() => Float, { description: 'How far the phase is to be trusted, 0 to 1.' })
  phaseConfidence!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Lower end of the trading range; null outside of a structure, or where it is not known yet.',
  })
  rangeLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end, likewise.' })
  rangeHigh!: number | null;

  @Field(() => [WyckoffEventType], { description: 'The newest 20 at most, by when they were known.' })
  phaseEvents!: readonly ReadEvent[];

  @Field(() => Float, {
    nullable: true,
    description: 'Distance of its sector from the mean of the sectors that day, standard deviations; null where not known.',
  })
  sectorStrength!: number | null;

  @Field(() => Int, { nullable: true, description: 'Rank of its sector, 1 is the strongest.' })
  sectorRank!: number | null;

  @Field(() => Int, { nullable: true, description: 'Sectors that were ranked.' })
  sectors!: number | null;
}
