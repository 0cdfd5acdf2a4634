import type { BarColumns } from '../../market/bar.js';
import { withChanges } from '../../market/bar-columns.js';
import type { RunningBar } from '../../market/live/minute-bar.js';
import { toEpochDay } from '../../market/trading-date.js';
import { analyseWith, type SeriesIdentity } from '../analyse-series.js';
import { QUICK } from '../rule-sets/quick.js';
import { TEXTBOOK } from '../rule-sets/textbook.js';
import type { Workspace } from '../workspace.js';
import type { ProvisionalFinding } from './provisional-reading.js';

/** Bars whose mean volume is what is usual. */
const USUAL_BARS = 20;
/** A change against the close before, per cent, that wakes the rules; the threshold of the original. */
const WAKING_CHANGE_PCT = 2;
/** A volume against what is usual at the time of day that wakes them. */
const WAKING_VOLUME_RATIO = 2;

/** Whether the rules are to look at an open bar. */
export function wakesRules(changePct: number | null, volumeRatio: number | null): boolean {
  return Math.abs(changePct ?? 0) > WAKING_CHANGE_PCT || (volumeRatio ?? 0) > WAKING_VOLUME_RATIO;
}

/** Mean volume of the last 20 closed bars, shares; 0 where there are fewer. */
export function usualVolume(history: BarColumns): number {
  if (history.length < USUAL_BARS) return 0;
  const last = history.volume.subarray(history.length - USUAL_BARS, history.length);
  return last.reduce((sum, volume) => sum + volume, 0) / USUAL_BARS;
}

/**
 * What the quick rules and the rules in force find on an open bar as if it closed now.
 * @param history closed bars before its day, adjusted, ascending
 * @param volume shares that the bar is to be judged by: at its present pace by the close, not those so far
 */
export function findOnOpenBar(
  history: BarColumns,
  open: RunningBar,
  volume: number,
  identity: SeriesIdentity,
  workspace: Workspace,
): readonly ProvisionalFinding[] {
  const bars = withChanges(history, {
    length: 1,
    epochDay: Int32Array.of(toEpochDay(open.tradingDate)),
    open: Float64Array.of(Number(open.open)),
    high: Float64Array.of(Number(open.high)),
    low: Float64Array.of(Number(open.low)),
    close: Float64Array.of(Number(open.close)),
    volume: Float64Array.of(volume),
  });
  return [QUICK, TEXTBOOK].flatMap((ruleSet) =>
    analyseWith(ruleSet, bars, identity, workspace)
      .firedAt(bars.length - 1)
      .map(({ kind, direction }): ProvisionalFinding => ({ kind, direction, ruleVersion: ruleSet.version })),
  );
}
