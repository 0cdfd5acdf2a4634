import type { SeriesAnalysis } from '../analyse-series.js';
import { volumeBalance } from '../volume-balance.js';
import { closeExtremes60 } from './close-extremes.js';
import type { PhaseBar } from './phase-bar.js';
import { stepPhase, type PhaseReading } from './phase-machine.js';
import { newPhaseMemory, type PhaseMemory } from './phase-memory.js';
import { volumeThresholds } from './step.js';

const BALANCE_BARS = 30;

/** Where a run of the machine begins. */
export interface PhaseStart {
  /** As it was after the bar before `from`; it is changed. */
  readonly memory: PhaseMemory;
  /** First row to step over. The rows before it have to hold the warm-up of the analysis. */
  readonly from: number;
}

/** Readings of the rows from `from` on, and the memory after the last. */
export interface PhaseSeries {
  readonly from: number;
  readonly readings: readonly PhaseReading[];
  readonly memory: PhaseMemory;
}

/** Steps the machine over an analysed series, from its first bar or on from a stored memory. */
export function readPhases({ state, length }: SeriesAnalysis, isIndex: boolean, start?: PhaseStart): PhaseSeries {
  const { memory, from } = start ?? { memory: newPhaseMemory(), from: 0 };
  const thresholds = volumeThresholds(isIndex);
  const { most, least } = closeExtremes60(state.close, length);
  const readings: PhaseReading[] = [];
  for (let t = from; t < length; t++) readings.push(stepPhase(memory, barAt(t), thresholds));
  return { from, readings, memory };

  function barAt(t: number): PhaseBar {
    return {
      day: state.epochDay[t] as number,
      high: state.high[t] as number,
      low: state.low[t] as number,
      close: state.close[t] as number,
      volume: state.volume[t] as number,
      previousHigh: state.high[t - 1] ?? NaN,
      previousLow: state.low[t - 1] ?? NaN,
      previousClose: state.close[t - 1] ?? NaN,
      volumeRatio: state.volumeRatio[t] as number,
      closePosition: state.closePosition[t] as number,
      atr14: state.atr14[t] as number,
      sma50: state.sma50[t] as number,
      high60: state.high60[t] as number,
      low60: state.low60[t] as number,
      highestClose60: most[t] as number,
      lowestClose60: least[t] as number,
      isDowntrend: state.isDowntrend[t] === 1,
      isUptrend: state.isUptrend[t] === 1,
      fired: state.fired[t] as number,
      volumeBalance30: volumeBalance(state, t, BALANCE_BARS),
    };
  }
}
