import type { SeriesAnalysis } from '../analyse-series.js';
import { contextMultiplier, marketTerm, phaseTerm, sectorTerm, type ContextTerms } from '../context/context-terms.js';
import type { SectorStanding } from '../context/sector-ranking.js';
import type { SignalKind } from '../detectors/index.js';
import { followSignal, type Lifecycle } from '../lifecycle/follow-signal.js';
import type { PhaseReading } from '../wyckoff/phase-machine.js';
import { bonusesOf } from './bonuses.js';
import { calibrate, calibratedConfidence, type Calibration } from './calibration.js';
import { meanMargin } from './margins.js';
import type { OutcomeCounts } from './outcome-counts.js';
import { rankSignals, type SignalRank } from './rank-signals.js';
import { rawConfidence, type RawConfidence } from './raw-confidence.js';
import { adjustedScore, scoreSignal, type Score } from './score.js';

/** What is known around a bar, on its day. */
export interface BarSurroundings {
  readonly reading: PhaseReading;
  /** Of the market index; null where it is not known. */
  readonly marketHealth: number | null;
  readonly standing: SectorStanding | null;
  /** What was known of past signals before the day. */
  readonly known: OutcomeCounts;
  /** VND of one unit of the bars' prices. */
  readonly priceUnitVnd: number;
}

/** A signal with all that rule set textbook-1 says of it. */
export interface ScoredSignal extends Score, SignalRank {
  readonly kind: SignalKind;
  readonly direction: 'BULLISH' | 'BEARISH';
  readonly context: ContextTerms;
  readonly multiplier: number;
  /** 0 to 100. */
  readonly adjusted: number;
  readonly margin: number;
  readonly bonuses: readonly string[];
  readonly rawConfidence: RawConfidence;
  readonly calibration: Calibration;
  /** 0.05 to 0.95. */
  readonly confidence: number;
  /** As of the last bar of the series. */
  readonly lifecycle: Lifecycle;
}

/** Scores every signal of one closed bar. */
export function scoreBar({ state, firedAt }: SeriesAnalysis, t: number, surroundings: BarSurroundings): readonly ScoredSignal[] {
  const { reading, marketHealth, standing, known, priceUnitVnd } = surroundings;
  const context: ContextTerms = { market: marketTerm(marketHealth), phase: phaseTerm(reading.phase), sector: sectorTerm(standing) };
  const bonusContext = { marketHealth, isSectorStrong: context.sector === 1, phase: reading.phase };
  const scored = firedAt(t).map(({ kind, direction }) => {
    const isBullish = direction === 'BULLISH';
    return {
      kind,
      direction: isBullish ? 'BULLISH' : 'BEARISH',
      isBullish,
      ...scoreSignal(kind, isBullish, state, t, reading.secondaryTest),
    } as const;
  });
  const ranks = rankSignals(scored);
  return scored.map(({ kind, direction, isBullish, score, terms, sequence }, i) => {
    const margin = meanMargin(kind, state, t);
    const bonuses = bonusesOf(kind, state, t, bonusContext, sequence !== null);
    const raw = rawConfidence(state, t, { margin, bonuses: bonuses.length, isBullish, terms: context, priceUnitVnd, isProvisional: false });
    const calibration = calibrate(known, kind, isBullish);
    const multiplier = contextMultiplier(direction, context);
    return {
      kind,
      direction,
      score,
      terms,
      sequence,
      context,
      multiplier,
      adjusted: adjustedScore(score, multiplier),
      margin,
      bonuses,
      rawConfidence: raw,
      calibration,
      confidence: calibratedConfidence(raw.raw, calibration),
      lifecycle: followSignal(kind, isBullish, state, t),
      ...(ranks[i] as SignalRank),
    };
  });
}
