import type { BarColumns } from '../market/bar.js';

/** Float64 columns that are measured on each bar; NaN is null. */
export const MEASURED_COLUMNS = [
  'averageVolume20',
  'volumeRatio',
  'spread',
  'spreadRatio',
  'closePosition',
  'changePct',
  'gapPct',
  'bodyRatio',
  'upperWick',
  'lowerWick',
  'trueRange',
  'atr14',
  'changeAtr',
  'changeAtrPerVolume',
  'sma20',
  'sma50',
  'resistance30',
  'support30',
  'high20',
  'low10',
  'high60',
  'low60',
] as const;

/** 0/1 columns that are measured on each bar. A comparison with null is false. */
export const FLAG_COLUMNS = ['isDowntrend', 'isUptrend', 'isNearSupport', 'isNearResistance', 'isInRange'] as const;

export type MeasuredColumn = (typeof MEASURED_COLUMNS)[number];
export type PriceColumn = 'open' | 'high' | 'low' | 'close' | 'volume';
export type FlagColumn = (typeof FLAG_COLUMNS)[number];

/** The bars of one instrument with what was measured on them (specification section 1). Row t uses rows ≤ t only. */
export interface Features extends BarColumns, Readonly<Record<MeasuredColumn, Float64Array>>, Readonly<Record<FlagColumn, Uint8Array>> {}

/** Columns for the measurements of these bars, to be filled. One buffer for all of them: many series are short. */
export function allocateFeatures(bars: BarColumns): Features {
  const n = bars.length;
  const numbers = new ArrayBuffer(n * 8 * MEASURED_COLUMNS.length);
  const flags = new ArrayBuffer(n * FLAG_COLUMNS.length);
  const column = (name: MeasuredColumn) => new Float64Array(numbers, MEASURED_COLUMNS.indexOf(name) * n * 8, n);
  const flag = (name: FlagColumn) => new Uint8Array(flags, FLAG_COLUMNS.indexOf(name) * n, n);
  return {
    length: n,
    epochDay: bars.epochDay,
    open: bars.open,
    high: bars.high,
    low: bars.low,
    close: bars.close,
    volume: bars.volume,
    averageVolume20: column('averageVolume20'),
    volumeRatio: column('volumeRatio'),
    spread: column('spread'),
    spreadRatio: column('spreadRatio'),
    closePosition: column('closePosition'),
    changePct: column('changePct'),
    gapPct: column('gapPct'),
    bodyRatio: column('bodyRatio'),
    upperWick: column('upperWick'),
    lowerWick: column('lowerWick'),
    trueRange: column('trueRange'),
    atr14: column('atr14'),
    changeAtr: column('changeAtr'),
    changeAtrPerVolume: column('changeAtrPerVolume'),
    sma20: column('sma20'),
    sma50: column('sma50'),
    resistance30: column('resistance30'),
    support30: column('support30'),
    high20: column('high20'),
    low10: column('low10'),
    high60: column('high60'),
    low60: column('low60'),
    isDowntrend: flag('isDowntrend'),
    isUptrend: flag('isUptrend'),
    isNearSupport: flag('isNearSupport'),
    isNearResistance: flag('isNearResistance'),
    isInRange: flag('isInRange'),
  };
}
