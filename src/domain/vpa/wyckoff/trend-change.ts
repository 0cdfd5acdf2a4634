import { isAbove, isBelow } from '../tolerance.js';
import type { Trend } from './phase.js';
import { emit, type Step } from './step.js';

/** Closes in a row on the wrong side of SMA50 that end a trend. */
const CLOSES_AGAINST = 5;

/** Step 3: without a structure, trends end at SMA50 and begin where a close leaves the extremes of 60 bars. */
export function changeTrend(step: Step): void {
  const { memory, bar } = step;
  if (memory.structure !== null) return;
  memory.againstTrend = isAgainst(memory.trend, bar.close, bar.sma50) ? memory.againstTrend + 1 : 0;
  if (memory.againstTrend >= CLOSES_AGAINST) setTrend(step, 'UNKNOWN');
  const found = isAbove(bar.close, bar.high60) ? 'MARKUP' : isBelow(bar.close, bar.low60) ? 'MARKDOWN' : undefined;
  if (found === undefined) return;
  memory.lastEventBar = memory.bar;
  if (found === memory.trend) return;
  setTrend(step, found);
  emit(step, found);
}

function isAgainst(trend: Trend, close: number, sma50: number): boolean {
  return (trend === 'MARKUP' && isBelow(close, sma50)) || (trend === 'MARKDOWN' && isAbove(close, sma50));
}

function setTrend({ memory }: Step, trend: Trend): void {
  memory.trend = trend;
  memory.againstTrend = 0;
}
