import { backgroundLetter, type SeriesAnalysis } from '../../domain/vpa/analyse-series.js';
import { dateText } from './date-text.js';
import type { RowWriter } from './row-writer.js';

/** Prints the rows of one bar. */
export interface BarPrinter {
  readonly columns: readonly string[];
  print(writer: RowWriter, symbol: string, analysis: SeriesAnalysis, t: number): void;
}

/** One row for each signal. */
export const SIGNAL_ROWS: BarPrinter = {
  columns: [
    'symbol',
    'trading_date',
    'kind',
    'direction',
    'volume_ratio',
    'spread_ratio',
    'close_position',
    'change_pct',
    'background',
    'short_history',
    'illiquid',
  ],
  print(writer, symbol, { state, firedAt, isShortHistoryAt, isIlliquidAt }, t) {
    if (state.fired[t] === 0) return;
    for (const { kind, direction } of firedAt(t)) {
      writer.text(symbol);
      writer.text(dateText(state.epochDay[t] as number));
      writer.text(kind);
      writer.text(direction);
      writer.number(state.volumeRatio[t] as number);
      writer.number(state.spreadRatio[t] as number);
      writer.number(state.closePosition[t] as number);
      writer.number(state.changePct[t] as number);
      writer.text(backgroundLetter(state.background[t] as number));
      writer.flag(isShortHistoryAt(t));
      writer.flag(isIlliquidAt(t));
      writer.endRow();
    }
  },
};

/** One row for each bar, with what was measured on it (specification section 1); prices in the unit of the input. */
export const FEATURE_ROWS: BarPrinter = {
  columns: [
    'symbol',
    'trading_date',
    'volume_ratio',
    'spread_ratio',
    'close_position',
    'change_pct',
    'body_ratio',
    'upper_wick',
    'lower_wick',
    'atr14',
    'resistance30',
    'support30',
    'downtrend',
    'uptrend',
    'background',
    'signals',
  ],
  print(writer, symbol, { state, firedAt }, t) {
    writer.text(symbol);
    writer.text(dateText(state.epochDay[t] as number));
    writer.number(state.volumeRatio[t] as number);
    writer.number(state.spreadRatio[t] as number);
    writer.number(state.closePosition[t] as number);
    writer.number(state.changePct[t] as number);
    writer.number(state.bodyRatio[t] as number);
    writer.number(state.upperWick[t] as number);
    writer.number(state.lowerWick[t] as number);
    writer.number(state.atr14[t] as number);
    writer.number(state.resistance30[t] as number);
    writer.number(state.support30[t] as number);
    writer.flag(state.isDowntrend[t] === 1);
    writer.flag(state.isUptrend[t] === 1);
    writer.text(backgroundLetter(state.background[t] as number));
    writer.text(
      state.fired[t] === 0
        ? ''
        : firedAt(t)
            .map(({ kind }) => kind)
            .toSorted()
            .join('|'),
    );
    writer.endRow();
  },
};
