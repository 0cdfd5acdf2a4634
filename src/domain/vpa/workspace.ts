import type { BarColumns } from '../market/bar.js';
import type { RuleState } from './rule-state.js';

/** Longer than the widest window. */
const MIN_CAPACITY = 64;

/**
 * The memory of an analysis. Those who go through many series and keep none of the columns use one workspace for all of
 * them: asking for memory costs more than the analysis of a short series. Each analysis overwrites the one before.
 */
export class Workspace {
  private capacity = 0;
  private state: Mutable<RuleState> | undefined;

  /** Columns for these bars, with whatever stood in them before. */
  columnsFor(bars: BarColumns): RuleState {
    const { length, epochDay, open, high, low, close, volume } = bars;
    if (this.state === undefined || length > this.capacity) {
      this.capacity = Math.max(length, this.capacity * 2, MIN_CAPACITY);
      this.state = allocate(bars, this.capacity);
    }
    const { state } = this;
    state.length = length;
    state.epochDay = epochDay;
    state.open = open;
    state.high = high;
    state.low = low;
    state.close = close;
    state.volume = volume;
    return state;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function allocate(bars: BarColumns, capacity: number): RuleState {
  const numbers = () => new Float64Array(capacity);
  const flags = () => new Uint8Array(capacity);
  return {
    length: bars.length,
    epochDay: bars.epochDay,
    open: bars.open,
    high: bars.high,
    low: bars.low,
    close: bars.close,
    volume: bars.volume,
    averageVolume20: numbers(),
    volumeRatio: numbers(),
    spread: numbers(),
    spreadRatio: numbers(),
    closePosition: numbers(),
    changePct: numbers(),
    bodyRatio: numbers(),
    upperWick: numbers(),
    lowerWick: numbers(),
    trueRange: numbers(),
    atr14: numbers(),
    changeAtr: numbers(),
    sma20: numbers(),
    sma50: numbers(),
    resistance30: numbers(),
    support30: numbers(),
    high20: numbers(),
    low10: numbers(),
    high60: numbers(),
    low60: numbers(),
    isDowntrend: flags(),
    isUptrend: flags(),
    isNearSupport: flags(),
    isNearResistance: flags(),
    isInRange: flags(),
    isAtLimit: flags(),
    scratch: [numbers(), numbers(), numbers(), numbers()],
    fired: new Int32Array(capacity),
    background: flags(),
  };
}
