import { backgroundLetter, type FiredSignal, type SeriesAnalysis } from '../../domain/vpa/analyse-series.js';
import type { Detector } from '../../domain/vpa/detector.js';
import type { Formula } from '../../domain/vpa/formulas/index.js';
import type { RuleKind } from '../../domain/vpa/kinds.js';
import { dateText } from './date-text.js';
import type { RowWriter } from './row-writer.js';

/** Prints the rows of one bar. */
export interface BarPrinter {
  readonly columns: readonly string[];
  print(writer: RowWriter, symbol: string, analysis: SeriesAnalysis<RuleKind>, t: number): void;
}

const SIGNAL_COLUMNS = [
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
];

/** One row for each signal. */
export const SIGNAL_ROWS: BarPrinter = {
  columns: SIGNAL_COLUMNS,
  print(writer, symbol, analysis, t) {
    if (analysis.state.fired[t] === 0) return;
    for (const signal of analysis.firedAt(t)) {
      printSignal(writer, symbol, analysis, t, signal);
      writer.endRow();
    }
  },
};

/** One row for each signal with the version of the rules that found it, and what their source calls it where that is another name. */
export const VERSIONED_SIGNAL_ROWS: BarPrinter = {
  columns: [...SIGNAL_COLUMNS, 'rule_version', 'original_name'],
  print(writer, symbol, analysis, t) {
    if (analysis.state.fired[t] === 0) return;
    for (const signal of analysis.firedAt(t)) {
      printVersioned(writer, symbol, analysis, t, signal);
      writer.endRow();
    }
  },
};

/** One row for each signal that a formula is for, with its value and what the original makes of it. */
export function formulaRows({ name, kinds, valueAt, verdictOf }: Formula): BarPrinter {
  return {
    columns: [...VERSIONED_SIGNAL_ROWS.columns, 'formula', 'value', 'verdict'],
    print(writer, symbol, analysis, t) {
      if (analysis.state.fired[t] === 0) return;
      for (const signal of analysis.firedAt(t)) {
        if (!kinds.includes(signal.kind)) continue;
        const value = valueAt(signal.kind, analysis.state, t);
        printVersioned(writer, symbol, analysis, t, signal);
        writer.text(name);
        writer.number(value);
        writer.text(verdictOf(value));
        writer.endRow();
      }
    },
  };
}

function printVersioned(
  writer: RowWriter,
  symbol: string,
  analysis: SeriesAnalysis<RuleKind>,
  t: number,
  signal: FiredSignal<RuleKind>,
): void {
  const { version, detectors } = analysis.ruleSet;
  printSignal(writer, symbol, analysis, t, signal);
  writer.text(version);
  writer.text(aliasOf(detectors, signal.kind));
}

function printSignal(
  writer: RowWriter,
  symbol: string,
  { state, isShortHistoryAt, isIlliquidAt }: SeriesAnalysis<RuleKind>,
  t: number,
  { kind, direction }: FiredSignal<RuleKind>,
): void {
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
}

function aliasOf(detectors: readonly Detector[], kind: RuleKind): string {
  return detectors.find((detector) => detector.kind === kind)?.alias ?? '';
}

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
