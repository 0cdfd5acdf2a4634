import { exDaysOf } from '../market/adjustment.js';
import type { BarColumns } from '../market/bar.js';
import type { Exchange } from '../market/stock.js';
import type { Detector } from './detector.js';
import type { SignalKind } from './detectors/index.js';
import type { Evidence } from './evidence/evidence.js';
import { computeFeatures } from './features.js';
import { bitOfKind, type RuleKind } from './kinds.js';
import type { RuleSet } from './rule-sets/rule-set.js';
import { TEXTBOOK } from './rule-sets/textbook.js';
import { NEITHER, STRENGTH, type RuleState } from './rule-state.js';
import { rulesOf, type Rules } from './rules.js';
import { isAfterSuspension } from './limit-state.js';
import type { Direction, MeasuredValues, SignalMark } from './signal.js';
import { isBelow } from './tolerance.js';
import { volumeSegmentStart } from './volume-segments.js';
import { Workspace } from './workspace.js';

/**
 * Bars before t that decide what is found and measured at t: 60 for the extremes, 20 for the background and 5 for an
 * earlier test. An analysis of these and t alone finds at t what an analysis of the whole history finds.
 */
export const WARM_UP_BARS = 85;

/** Bars before t from which on every average is full. */
const FULL_HISTORY_BARS = 60;
/** Mean volume of 20 bars, in shares, under which a signal is marked. */
const ILLIQUID_VOLUME = 100_000;

export interface SeriesIdentity {
  /** Decides about breaks in the meaning of the volume. */
  readonly symbol: string;
  /** Indices have thresholds of their own. */
  readonly isIndex: boolean;
  /** Where it is listed, for the limits of a day; then prices are VND. Null or absent: not known, and no bar counts as stopped by a limit. */
  readonly exchange?: Exchange | null;
}

export interface FiredSignal<Kind extends RuleKind = SignalKind> {
  readonly kind: Kind;
  readonly direction: Direction;
}

/** What the engine found on every bar of one instrument. Rows are those of the columns; row t depends on rows ≤ t only. */
export interface SeriesAnalysis<Kind extends RuleKind = SignalKind> {
  /** The rules that were run. */
  readonly ruleSet: RuleSet<Kind>;
  readonly length: number;
  /** The measured columns, for those who want more than a bar at a time. */
  readonly state: RuleState;
  /** Kinds that fired on bar t, in the order of the rule set. */
  readonly firedAt: (t: number) => readonly FiredSignal<Kind>[];
  readonly measuredAt: (t: number) => MeasuredValues;
  /** Each condition of a rule as it stood on bar t, whether the rule fired or not. */
  readonly evidenceAt: (detector: Detector, t: number) => readonly Evidence[];
  /** Which way a rule points on bar t. */
  readonly directionAt: (detector: Detector, t: number) => 'BULLISH' | 'BEARISH';
  /** Fewer than 60 bars before it. */
  readonly isShortHistoryAt: (t: number) => boolean;
  /** Mean volume of the 20 bars before under 100 000 shares: a mark, never a filter. */
  readonly isIlliquidAt: (t: number) => boolean;
}

interface PreparedRules {
  readonly stock: Rules;
  readonly index: Rules;
  /** Of each rule in `fired`, in the order of the set. */
  readonly bits: readonly number[];
}

/** What was made of the rule sets that were run. */
const PREPARED = new WeakMap<RuleSet, PreparedRules>();

/**
 * Measures every bar and runs every rule of the textbook over it.
 * @param workspace memory to use; the analysis is then valid until the next one that uses it
 */
export function analyseSeries(bars: BarColumns, identity: SeriesIdentity, workspace = new Workspace()): SeriesAnalysis {
  return analyseWith(TEXTBOOK, bars, identity, workspace);
}

/** Measures every bar and runs every rule of a set over it. What is measured is the same for all sets, but for the background. */
export function analyseWith<Kind extends RuleKind>(
  ruleSet: RuleSet<Kind>,
  bars: BarColumns,
  { symbol, isIndex, exchange }: SeriesIdentity,
  workspace = new Workspace(),
): SeriesAnalysis<Kind> {
  const { stock, index, bits } = preparedRules(ruleSet);
  const rules = isIndex ? index : stock;
  const exDays = exDaysOf(bars);
  const state = workspace.columnsFor(bars);
  computeFeatures(state, volumeSegmentStart(symbol), isIndex ? null : exchange);
  rules.evaluate(state);
  return {
    ruleSet,
    length: bars.length,
    state,
    firedAt(t) {
      const found: FiredSignal<Kind>[] = [];
      const firedBits = state.fired[t] ?? 0;
      for (const [place, detector] of ruleSet.detectors.entries()) {
        if ((firedBits & (bits[place] as number)) === 0) continue;
        found.push({ kind: detector.kind, direction: rules.isBullish(detector, state, t) ? 'BULLISH' : 'BEARISH' });
      }
      return found;
    },
    measuredAt: (t) => measured(state, t, exDays),
    evidenceAt: (detector, t) => rules.evidence(detector, state, t),
    directionAt: (detector, t) => (rules.isBullish(detector, state, t) ? 'BULLISH' : 'BEARISH'),
    isShortHistoryAt,
    isIlliquidAt: (t) => isIlliquid(state, t),
  };
}

function preparedRules(ruleSet: RuleSet): PreparedRules {
  let prepared = PREPARED.get(ruleSet);
  if (prepared === undefined) {
    const bits = ruleSet.detectors.map(({ kind }) => bitOfKind(kind));
    prepared = { stock: rulesOf(ruleSet, false), index: rulesOf(ruleSet, true), bits };
    PREPARED.set(ruleSet, prepared);
  }
  return prepared;
}

function measured(state: RuleState, t: number, exDays: ReadonlySet<number>): MeasuredValues {
  const marks = marksOf(state, t, exDays);
  return {
    volumeRatio: numberOrNull(state.volumeRatio[t]),
    spreadRatio: numberOrNull(state.spreadRatio[t]),
    closePosition: state.closePosition[t] ?? NaN,
    changePct: numberOrNull(state.changePct[t]),
    bodyRatio: state.bodyRatio[t] ?? NaN,
    upperWick: state.upperWick[t] ?? NaN,
    lowerWick: state.lowerWick[t] ?? NaN,
    atr14: numberOrNull(state.atr14[t]),
    resistance30: numberOrNull(state.resistance30[t]),
    support30: numberOrNull(state.support30[t]),
    isDowntrend: state.isDowntrend[t] === 1,
    isUptrend: state.isUptrend[t] === 1,
    background: backgroundLetter(state.background[t] ?? NEITHER),
    isShortHistory: isShortHistoryAt(t),
    isIlliquid: isIlliquid(state, t),
    ...(marks.length === 0 ? {} : { marks }),
  };
}

function marksOf(state: RuleState, t: number, exDays: ReadonlySet<number>): readonly SignalMark[] {
  const marks: SignalMark[] = [];
  if (state.isAtLimit[t] === 1) marks.push((state.changePct[t] as number) > 0 ? 'AT_CEILING' : 'AT_FLOOR');
  if (isAfterSuspension(state, t)) marks.push('AFTER_SUSPENSION');
  if (exDays.has(state.epochDay[t] as number)) marks.push('EX_DATE');
  return marks;
}

function isShortHistoryAt(t: number): boolean {
  return t < FULL_HISTORY_BARS;
}

function isIlliquid(state: RuleState, t: number): boolean {
  return isBelow(state.averageVolume20[t] ?? NaN, ILLIQUID_VOLUME);
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** The letter of a background code. */
export function backgroundLetter(code: number): 'S' | 'W' | 'N' {
  if (code === NEITHER) return 'N';
  return code === STRENGTH ? 'S' : 'W';
}
