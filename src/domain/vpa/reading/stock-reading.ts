import { fromEpochDay, type TradingDate } from '../../market/trading-date.js';
import type { SeriesAnalysis } from '../analyse-series.js';
import type { SectorStanding } from '../context/sector-ranking.js';
import type { MarketSeries } from '../context/market-series.js';
import { relativeStrength } from '../context/sector-points.js';
import type { PhaseSeries } from '../wyckoff/phase-series.js';
import type { Phase, PhaseEventName } from '../wyckoff/phase.js';

/** Events of the phase machine that a reading tells of: the newest ones. */
const MAX_EVENTS = 20;
const AVERAGE_BARS = 20;

/** Something that the phase machine learnt. It was not known before `knownDate`. */
export interface ReadEvent {
  readonly name: PhaseEventName;
  readonly eventDate: TradingDate;
  readonly knownDate: TradingDate;
}

/** What is known of a stock or index after its newest traded bar. Prices in the unit of the bars; null where too little is known. */
export interface StockReading {
  readonly tradingDate: TradingDate;
  readonly close: number;
  readonly changePct: number | null;
  readonly volumeRatio: number | null;
  /** Shares a day, over the 20 bars before. */
  readonly averageVolume20: number | null;
  /** Close × volume a day, over the last 20 bars. */
  readonly averageTurnover20: number | null;
  readonly isUptrend: boolean;
  readonly isDowntrend: boolean;
  /** Lowest and highest price of the 30 bars before. */
  readonly support30: number | null;
  readonly resistance30: number | null;
  /** Return over 30 bars less that of the market index between the same days, per cent. */
  readonly relativeStrength30: number | null;
  readonly phase: Phase;
  /** 0 to 1. */
  readonly phaseConfidence: number;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  /** Ascending by when they were known. */
  readonly phaseEvents: readonly ReadEvent[];
}

/** A reading with how the sector of the stock stood on its day; null where that is not known. */
export interface PlacedReading extends StockReading {
  readonly sectorStrength: number | null;
  readonly sectorRank: number | null;
  readonly sectors: number | null;
}

export interface ReadStockOptions {
  readonly market: MarketSeries;
  readonly isIndex: boolean;
  /** Of all its bars. */
  readonly phases: PhaseSeries;
}

/** Reads the newest bar of an analysed series; null where there is none. */
export function readStock(analysis: SeriesAnalysis, { market, isIndex, phases: { readings } }: ReadStockOptions): StockReading | null {
  const { state, length } = analysis;
  const t = length - 1;
  if (t < 0) return null;
  const { phase, confidence, rangeLow, rangeHigh } = readings[t] as (typeof readings)[number];
  const events = readings.flatMap((reading) => reading.events).slice(-MAX_EVENTS);
  return {
    tradingDate: fromEpochDay(state.epochDay[t] as number),
    close: state.close[t] as number,
    changePct: known(state.changePct[t]),
    volumeRatio: known(state.volumeRatio[t]),
    averageVolume20: known(state.averageVolume20[t]),
    averageTurnover20: averageTurnover(analysis, t),
    isUptrend: state.isUptrend[t] === 1,
    isDowntrend: state.isDowntrend[t] === 1,
    support30: known(state.support30[t]),
    resistance30: known(state.resistance30[t]),
    relativeStrength30: isIndex ? null : known(relativeStrength(state, market, t)),
    phase,
    phaseConfidence: confidence,
    rangeLow,
    rangeHigh,
    phaseEvents: events.map(({ name, eventDay, knownDay }) => ({
      name,
      eventDate: fromEpochDay(eventDay),
      knownDate: fromEpochDay(knownDay),
    })),
  };
}

/** Puts a reading beside how its sector stood. */
export function placeReading(reading: StockReading, standing: SectorStanding | null): PlacedReading {
  return {
    ...reading,
    sectorStrength: standing?.strength ?? null,
    sectorRank: standing?.rank ?? null,
    sectors: standing?.sectors ?? null,
  };
}

function averageTurnover({ state }: SeriesAnalysis, t: number): number | null {
  if (t < AVERAGE_BARS - 1) return null;
  let sum = 0;
  for (let u = t - AVERAGE_BARS + 1; u <= t; u++) sum += (state.close[u] as number) * (state.volume[u] as number);
  return sum / AVERAGE_BARS;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
