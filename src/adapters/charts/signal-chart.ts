import { fromEpochDay } from '../../domain/market/trading-date.js';
import type { RuleState } from '../../domain/vpa/rule-state.js';
import { BLUE, drawing, element, FAINT, GREY, INK, line, ORANGE, scale, text } from './svg.js';

export interface SignalChart {
  /** First line, such as the ticker, the kind and the day. */
  readonly title: string;
  /** Second line, such as what was measured. */
  readonly subtitle: string;
  readonly state: RuleState;
  /** Row of the signal. */
  readonly t: number;
  readonly isBullish: boolean;
  /** Bars to show before the signal's, and after it. */
  readonly before: number;
  readonly after: number;
  /** A close beyond it ends the signal; null where the kind has none. */
  readonly level: number | null;
  readonly words: { readonly support: string; readonly resistance: string; readonly level: string; readonly meanVolume: string };
  /** How a price is written. */
  readonly price: (value: number) => string;
}

const WIDTH = 760;
const LEFT = 12;
const RIGHT = WIDTH - 140;
const PRICES = { top: 52, bottom: 290 };
const VOLUMES = { top: 306, bottom: 390 };
const HEIGHT = 418;
/** The bars that support and resistance come from end so many before the signal's. */
const LEVEL_GAP = 2;
const LEVEL_BARS = 30;
/** Labels nearer than this would lie on each other. */
const LABEL_HEIGHT = 14;

/**
 * Candles and volumes around a signal as an SVG: its bar marked, support and resistance over the bars they come from, the level that ends it, and
 * the mean volume of 20 bars. Falling bars are filled, rising ones hollow.
 */
export function signalChart(chart: SignalChart): string {
  const { title, subtitle, state, t, before, after } = chart;
  const first = Math.max(0, t - before);
  const last = Math.min(state.length - 1, t + after);
  const rows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const step = (RIGHT - LEFT) / rows.length;
  const x = (row: number) => LEFT + (row - first + 0.5) * step;
  const levels = [state.support30[t], state.resistance30[t], chart.level].filter(isKnown);
  const of = (column: Float64Array) => rows.map((row) => column[row] as number);
  const y = scale(Math.min(...of(state.low), ...levels), Math.max(...of(state.high), ...levels), PRICES.bottom, PRICES.top);
  const volume = scale(0, Math.max(...of(state.volume)), VOLUMES.bottom, VOLUMES.top);
  const width = Math.max(1.5, Math.min(9, step * 0.64));
  return drawing(
    WIDTH,
    HEIGHT,
    `${title}. ${subtitle}`,
    text(LEFT, 20, title, { 'font-size': 15, 'font-weight': 600 }),
    text(LEFT, 38, subtitle, { fill: GREY }),
    element('rect', { x: x(t) - step / 2, y: PRICES.top - 4, width: step, height: VOLUMES.bottom - PRICES.top + 4, fill: '#fff8c5' }),
    ...rows.map((row) => candle(state, row, { x: x(row), y, width })),
    ...rows.map((row) => volumeBar(state, row, { x: x(row), y: volume, width })),
    meanVolume(chart, rows, { x, y: volume }),
    ...levelLines(chart, { x, y, first }),
    marker(chart, { x: x(t), y }),
    line(LEFT, VOLUMES.bottom, RIGHT, VOLUMES.bottom, { stroke: FAINT }),
    ...dates(state, rows, x),
  );
}

type Scale = (value: number) => number;

interface Place {
  readonly x: number;
  readonly y: Scale;
  readonly width: number;
}

function candle(state: RuleState, row: number, { x, y, width }: Place): string {
  const [open, close] = [state.open[row] as number, state.close[row] as number];
  const isRise = close >= open;
  const colour = isRise ? BLUE : ORANGE;
  const top = y(Math.max(open, close));
  const height = Math.max(1, y(Math.min(open, close)) - top);
  const body = { x: x - width / 2, y: top, width, height, stroke: colour, fill: isRise ? '#ffffff' : colour };
  return line(x, y(state.high[row] as number), x, y(state.low[row] as number), { stroke: colour }) + element('rect', body);
}

function volumeBar(state: RuleState, row: number, { x, y, width }: Place): string {
  const isRise = (state.close[row] as number) >= (state.open[row] as number);
  const top = y(state.volume[row] as number);
  return element('rect', {
    x: x - width / 2,
    y: top,
    width,
    height: Math.max(0.5, VOLUMES.bottom - top),
    fill: isRise ? BLUE : ORANGE,
    'fill-opacity': 0.55,
  });
}

function meanVolume({ state, words }: SignalChart, rows: readonly number[], { x, y }: { readonly x: Scale; readonly y: Scale }): string {
  const known = rows.filter((row) => isKnown(state.averageVolume20[row]));
  const end = known.at(-1);
  if (end === undefined) return '';
  const points = known.map((row) => `${x(row).toFixed(1)},${y(state.averageVolume20[row] as number).toFixed(1)}`).join(' ');
  return (
    element('polyline', { points, fill: 'none', stroke: INK, 'stroke-width': 1.2 }) +
    text(RIGHT + 6, y(state.averageVolume20[end] as number) + 4, words.meanVolume)
  );
}

function levelLines(
  { state, t, level, words, price }: SignalChart,
  { x, y, first }: { readonly x: Scale; readonly y: Scale; readonly first: number },
): readonly string[] {
  const from = x(Math.max(first, t - LEVEL_GAP - LEVEL_BARS));
  const lines = [
    { value: state.resistance30[t] ?? NaN, word: words.resistance, from, style: { stroke: GREY, 'stroke-dasharray': '6 3' } },
    { value: state.support30[t] ?? NaN, word: words.support, from, style: { stroke: GREY, 'stroke-dasharray': '6 3' } },
    { value: level ?? NaN, word: words.level, from: x(t), style: { stroke: INK, 'stroke-dasharray': '2 3' } },
  ].filter(({ value }) => isKnown(value));
  let lowest = -Infinity;
  return lines
    .toSorted((a, b) => b.value - a.value)
    .map(({ value, word, from: start, style }) => {
      lowest = Math.max(lowest + LABEL_HEIGHT, y(value) + 4);
      return line(start, y(value), RIGHT, y(value), style) + text(RIGHT + 6, lowest, `${word} ${price(value)}`);
    });
}

function marker({ state, t, isBullish }: SignalChart, { x, y }: { readonly x: number; readonly y: Scale }): string {
  const tip = isBullish ? y(state.low[t] as number) + 5 : y(state.high[t] as number) - 5;
  const base = isBullish ? tip + 9 : tip - 9;
  return element('path', { d: `M${x.toFixed(1)} ${tip.toFixed(1)}l-5 ${(base - tip).toFixed(1)}h10z`, fill: INK });
}

/** The first bar of each month is named. */
function dates(state: RuleState, rows: readonly number[], x: Scale): readonly string[] {
  const monthOf = (row: number) => fromEpochDay(state.epochDay[row] as number).slice(0, 7);
  return rows
    .filter((row, i) => i > 0 && monthOf(row) !== monthOf(row - 1))
    .map((row) => text(x(row), VOLUMES.bottom + 18, monthOf(row), { fill: GREY, 'text-anchor': 'middle' }));
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value);
}
