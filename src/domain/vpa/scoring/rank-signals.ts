import type { SignalKind } from '../detectors/index.js';
import { starsOf } from './score.js';

/** Several signals on one bar: which says what another says anyway, which leads, and whether they disagree. */
export interface SignalRank {
  /** Said by another signal of the bar too; never leads, and is no part of a disagreement. */
  readonly isImplied: boolean;
  /** The one of the bar. */
  readonly isPrimary: boolean;
  /** Bullish and bearish signals fired together. */
  readonly isConflicting: boolean;
}

const IMPLIED_BY: Partial<Record<SignalKind, readonly SignalKind[]>> = {
  STRENGTH_ON_RALLY: ['PROFESSIONAL_VOLUME', 'JUMP_OVER_CREEK'],
  PROFESSIONAL_VOLUME: ['JUMP_OVER_CREEK'],
  UPTHRUST: ['UTAD'],
};

interface RankedSignal {
  readonly kind: SignalKind;
  readonly isBullish: boolean;
  readonly score: number;
}

/** Ranks all signals of one bar, in their order. The primary has the most stars, then the highest score, then the first name. */
export function rankSignals(signals: readonly RankedSignal[]): readonly SignalRank[] {
  const kinds = new Set(signals.map(({ kind }) => kind));
  const implied = signals.map(({ kind }) => (IMPLIED_BY[kind] ?? []).some((other) => kinds.has(other)));
  const own = signals.filter((_, i) => implied[i] !== true);
  const [primary] = own.toSorted((a, b) => starsOf(b.kind) - starsOf(a.kind) || b.score - a.score || (a.kind < b.kind ? -1 : 1));
  const isConflicting = own.some(({ isBullish }) => isBullish) && own.some(({ isBullish }) => !isBullish);
  return signals.map((signal, i) => ({ isImplied: implied[i] === true, isPrimary: signal === primary, isConflicting }));
}
