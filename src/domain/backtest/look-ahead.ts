import { SeededRandom } from '../seeded-random.js';
import type { BacktestResult } from './run-backtest.js';
import type { Trade } from './trade.js';

const SEED = 20_250_829;
/** Shortened histories that a result is judged on. */
export const CUTS = 3;

/** Whether a backtest knew more than it could have known. */
export interface LookAheadVerdict {
  /** Last days of the runs on shortened histories, days since 1970-01-01. */
  readonly cuts: readonly number[];
  /** What was found first; null: nothing. */
  readonly finding: LookAheadFinding | null;
}

export interface LookAheadFinding {
  /** A trade was done on the bar that decided it, or before; or a day ended otherwise once later bars were known. */
  readonly kind: 'FILLED_TOO_EARLY' | 'READS_LATER_BARS';
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly symbol: string | null;
}

export interface JudgeOptions {
  readonly count?: number;
  /** Cuts that an earlier judgement of the same result, from the same input, has passed: they are not run again. */
  readonly passed?: readonly number[];
  /** Called when another one has passed. */
  readonly onPassed?: (cut: number) => void;
}

/**
 * Judges a result in two ways. Every fill has to come after the bar that decided it (a stop or a target, which waits in the
 * market, may be hit on its own day). And a run on the same history cut at a day, signals found anew, has to trade up to that
 * day as the whole one did.
 * @param runUntil runs everything again, from the bars on, without those after this day
 */
export function judgeLookAhead(
  result: BacktestResult,
  runUntil: (lastDay: number) => BacktestResult,
  { count = CUTS, passed = [], onPassed }: JudgeOptions = {},
): LookAheadVerdict {
  const early = result.trades.find(isTooEarly);
  const cuts = chooseCuts(result.curve.day, count);
  if (early !== undefined) return { cuts: [], finding: { kind: 'FILLED_TOO_EARLY', day: early.entryDay, symbol: early.symbol } };
  for (const cut of cuts) {
    if (passed.includes(cut)) continue;
    const finding = compareUntil(cut, result, runUntil(cut));
    if (finding !== null) return { cuts, finding };
    onPassed?.(cut);
  }
  return { cuts, finding: null };
}

function isTooEarly({ entryDay, signalDay, exitDay, decisionDay, reason }: Trade): boolean {
  if (entryDay <= signalDay || exitDay < entryDay) return true;
  return reason === 'TIME' || reason === 'SIGNAL' ? exitDay <= decisionDay : exitDay < decisionDay;
}

function compareUntil(cut: number, whole: BacktestResult, shortened: BacktestResult): LookAheadFinding | null {
  const upTo = ({ exitDay }: Trade) => exitDay <= cut;
  const [expected, found] = [whole.trades.filter(upTo), shortened.trades.filter(upTo)];
  for (let i = 0; i < Math.max(expected.length, found.length); i++) {
    if (JSON.stringify(expected[i]) === JSON.stringify(found[i])) continue;
    const trade = expected[i] ?? found[i];
    return { kind: 'READS_LATER_BARS', day: trade?.exitDay ?? cut, symbol: trade?.symbol ?? null };
  }
  for (const [place, day] of shortened.curve.day.entries()) {
    if (day > cut) break;
    if (whole.curve.equity[place] !== shortened.curve.equity[place]) return { kind: 'READS_LATER_BARS', day, symbol: null };
  }
  return null;
}

/** Days of the later two thirds, always the same ones for the same sessions: early ones have little behind them to differ. */
function chooseCuts(days: Int32Array, count: number): readonly number[] {
  if (days.length < 3) return [];
  const random = new SeededRandom(SEED);
  const from = Math.floor(days.length / 3);
  const chosen = new Set(Array.from({ length: count }, () => days[random.integer(from, days.length - 2)] as number));
  return [...chosen].toSorted((a, b) => a - b);
}
