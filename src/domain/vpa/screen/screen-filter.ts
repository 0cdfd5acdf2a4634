import { DomainError } from '../../errors.js';
import { isSymbol, type Exchange } from '../../market/stock.js';
import type { TradingDate } from '../../market/trading-date.js';
import type { SignalKind } from '../detectors/index.js';
import type { StoredStatus } from '../scoring/signal-score.js';
import type { Direction } from '../signal.js';
import type { Phase } from '../wyckoff/phase.js';

/** Which stocks, by their newest bars; null: any. Where a part is about signals, one signal of that bar has to satisfy all of them. */
export interface ScreenFilter {
  readonly symbols: readonly string[] | null;
  readonly exchanges: readonly Exchange[] | null;
  readonly sectors: readonly string[] | null;
  readonly kinds: readonly SignalKind[] | null;
  readonly directions: readonly Direction[] | null;
  /** Adjusted score, 0 to 100. */
  readonly minScore: number | null;
  /** 0 to 1. */
  readonly minConfidence: number | null;
  readonly statuses: readonly StoredStatus[] | null;
  readonly phases: readonly Phase[] | null;
  /** 0 to 1. */
  readonly minPhaseConfidence: number | null;
  /** Mean turnover of 20 bars, VND a day. */
  readonly minTurnover: number | null;
  /** Return over 30 bars less that of the market, per cent. */
  readonly minRelativeStrength: number | null;
  readonly maxRelativeStrength: number | null;
  /** How far the close is above the support of 30 bars, and below the resistance of 30 bars, at most, per cent of the close. */
  readonly maxSupportDistance: number | null;
  readonly maxResistanceDistance: number | null;
  /** Rank of the sector, 1 is the strongest. */
  readonly maxSectorRank: number | null;
  /** Newest bar not before this date; null: not more than a week before the newest bar of all. */
  readonly tradedSince: TradingDate | null;
}

/** A filter that every stock passes that was traded lately. */
export const ANY_STOCK: ScreenFilter = {
  symbols: null,
  exchanges: null,
  sectors: null,
  kinds: null,
  directions: null,
  minScore: null,
  minConfidence: null,
  statuses: null,
  phases: null,
  minPhaseConfidence: null,
  minTurnover: null,
  minRelativeStrength: null,
  maxRelativeStrength: null,
  maxSupportDistance: null,
  maxResistanceDistance: null,
  maxSectorRank: null,
  tradedSince: null,
};

/** What the rows are ordered by: the largest first, of distances and ranks the smallest, of symbols by the alphabet. */
export const SCREEN_ORDERS = [
  'SCORE',
  'CONFIDENCE',
  'PHASE_CONFIDENCE',
  'RELATIVE_STRENGTH',
  'TURNOVER',
  'CHANGE',
  'SUPPORT_DISTANCE',
  'RESISTANCE_DISTANCE',
  'SECTOR_RANK',
  'SYMBOL',
] as const;
export type ScreenOrder = (typeof SCREEN_ORDERS)[number];

const MAX_LIST = 100;
/** VND a day: ten times what the largest share trades. */
const MAX_TURNOVER = 1e14;
const MAX_PERCENT = 1_000;

/** @throws {DomainError} INVALID_INPUT that names the field */
export function checkScreenFilter(filter: ScreenFilter): ScreenFilter {
  for (const field of ['symbols', 'exchanges', 'sectors', 'kinds', 'directions', 'statuses', 'phases'] as const) {
    const list = filter[field];
    if (list !== null && (list.length === 0 || list.length > MAX_LIST)) throw refused(field, `has to hold 1 to ${MAX_LIST} values`);
  }
  if (filter.symbols?.some((symbol) => !isSymbol(symbol)) === true) throw refused('symbols', 'holds something that is no ticker');
  requireWithin('minScore', filter.minScore, 0, 100);
  requireWithin('minConfidence', filter.minConfidence, 0, 1);
  requireWithin('minPhaseConfidence', filter.minPhaseConfidence, 0, 1);
  requireWithin('minTurnover', filter.minTurnover, 0, MAX_TURNOVER);
  for (const field of ['minRelativeStrength', 'maxRelativeStrength'] as const)
    requireWithin(field, filter[field], -MAX_PERCENT, MAX_PERCENT);
  for (const field of ['maxSupportDistance', 'maxResistanceDistance'] as const) requireWithin(field, filter[field], 0, MAX_PERCENT);
  requireWithin('maxSectorRank', filter.maxSectorRank, 1, MAX_LIST);
  const { minRelativeStrength: least, maxRelativeStrength: most } = filter;
  if (least !== null && most !== null && least > most) throw refused('minRelativeStrength', 'is above maxRelativeStrength');
  return filter;
}

/** Whether a filter asks for a signal on the newest bar. */
export function asksForSignals({ kinds, directions, minScore, minConfidence, statuses }: ScreenFilter): boolean {
  return [kinds, directions, minScore, minConfidence, statuses].some((part) => part !== null);
}

function requireWithin(field: string, value: number | null, least: number, most: number): void {
  if (value === null || (value >= least && value <= most)) return;
  throw refused(field, `has to be from ${least} to ${most}`);
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `${field} ${what}`, { details: { field } });
}
