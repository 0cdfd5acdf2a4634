import type { RuleKind } from '../../domain/vpa/kinds.js';
import { HORIZONS } from '../../domain/vpa/track-record/horizons.js';
import type { TrackRecordRow } from '../../domain/vpa/track-record/track-record.js';
import { BLUE, drawing, element, FAINT, GREY, line, ORANGE, scale, text } from './svg.js';

type Row = TrackRecordRow<RuleKind>;

const WIDTH = 760;
const LEFT = 230;
const RIGHT = WIDTH - 70;
const ROW = 19;
const TOP = 56;
const ERRORS_OF_95 = 1.959964;
const SMALL = 150;
const COLUMNS = 5;

interface Mark {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  /** What it is compared with; NaN: nothing. */
  readonly beside: number;
}

/** The mean edge of every kind with its interval of 95 %, the best first. Rows of one regime and horizon. */
export function edgeChart(rows: readonly Row[], title: string, axis: string): string {
  const marks = rows
    .filter(({ meanEdge }) => !Number.isNaN(meanEdge))
    .map((row): Mark => {
      const spread = ERRORS_OF_95 * (row.edgeError ?? NaN);
      return {
        name: row.kind,
        value: row.meanEdge,
        low: row.meanEdge - spread,
        high: row.meanEdge + spread,
        colour: colourOf(row),
        beside: NaN,
      };
    });
  return intervals(
    marks.toSorted((a, b) => b.value - a.value),
    { title, axis, write: (value) => value.toFixed(1), zero: 0 },
  );
}

/** How often each kind was right, with its interval of 95 %, beside how often any bar went that way. */
export function hitChart(rows: readonly Row[], title: string, axis: string): string {
  const marks = rows
    .filter(({ hitRate }) => !Number.isNaN(hitRate))
    .map((row): Mark => {
      const { low, high } = row.hitInterval ?? { low: NaN, high: NaN };
      return { name: row.kind, value: row.hitRate, low, high, colour: colourOf(row), beside: row.baseRate };
    });
  return intervals(
    marks.toSorted((a, b) => b.value - b.beside - (a.value - a.beside)),
    { title, axis, write: (value) => `${Math.round(value * 100)} %`, zero: NaN },
  );
}

/** The mean edge of every kind over the horizons, one small chart each on one scale. Rows of one regime. */
export function horizonChart(rows: readonly Row[], title: string): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const edges = rows.map(({ meanEdge }) => meanEdge).filter((edge) => !Number.isNaN(edge));
  const most = Math.max(...edges.map(Math.abs));
  const height = 96;
  const heading = `${title}: each from −${most.toFixed(1)} to +${most.toFixed(1)} %`;
  const cells = kinds.map((kind, i) => {
    const [left, top] = [(i % COLUMNS) * SMALL + 8, Math.floor(i / COLUMNS) * height + 40];
    const own = HORIZONS.map((horizon) => rows.find((row) => row.kind === kind && row.horizon === horizon));
    const x = scale(0, HORIZONS.length - 1, left + 6, left + SMALL - 22);
    const y = scale(-most, most, top + height - 22, top + 18);
    const points = own.flatMap((row, place) =>
      row === undefined || Number.isNaN(row.meanEdge) ? [] : [`${x(place).toFixed(1)},${y(row.meanEdge).toFixed(1)}`],
    );
    const colour = own[0] === undefined ? GREY : colourOf(own[0]);
    return (
      text(left, top + 8, kind.replaceAll('_', ' ').toLowerCase(), { 'font-size': 9.5 }) +
      line(left, y(0), left + SMALL - 16, y(0), { stroke: FAINT }) +
      element('polyline', { points: points.join(' '), fill: 'none', stroke: colour, 'stroke-width': 1.8 })
    );
  });
  const rowsOfCells = Math.ceil(kinds.length / COLUMNS);
  return drawing(WIDTH, rowsOfCells * height + 48, heading, text(8, 20, heading, { 'font-size': 14, 'font-weight': 600 }), ...cells);
}

function colourOf({ status }: Row): string {
  if (status === 'ACTIVE') return BLUE;
  return status === 'RETIRED' ? ORANGE : GREY;
}

interface Frame {
  readonly title: string;
  readonly axis: string;
  readonly write: (value: number) => string;
  /** Where a line stands for "no difference"; NaN: nowhere. */
  readonly zero: number;
}

function intervals(marks: readonly Mark[], { title, axis, write, zero }: Frame): string {
  const values = marks.flatMap(({ value, low, high, beside }) => [value, low, high, beside, zero]).filter((value) => !Number.isNaN(value));
  const x = scale(Math.min(...values), Math.max(...values), LEFT, RIGHT);
  const bottom = TOP + marks.length * ROW;
  const ticks = ticksBetween(Math.min(...values), Math.max(...values));
  const drawn = marks.map(({ name, value, low, high, colour, beside }, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const base = Number.isNaN(beside) ? '' : line(x(beside), y - 6, x(beside), y + 6, { stroke: '#1b1f24', 'stroke-width': 1.5 });
    const span = Number.isNaN(low) ? '' : line(x(low), y, x(high), y, { stroke: colour, 'stroke-width': 2 });
    return (
      text(LEFT - 10, y + 4, name, { 'text-anchor': 'end' }) + span + element('circle', { cx: x(value), cy: y, r: 4, fill: colour }) + base
    );
  });
  return drawing(
    WIDTH,
    bottom + 40,
    title,
    text(8, 20, title, { 'font-size': 14, 'font-weight': 600 }),
    text(8, 38, axis, { fill: GREY }),
    ...ticks.map((tick) => line(x(tick), TOP, x(tick), bottom, { stroke: FAINT }) + text(x(tick), bottom + 18, write(tick), TICK)),
    ...(Number.isNaN(zero) ? [] : [line(x(zero), TOP, x(zero), bottom, { stroke: '#1b1f24' })]),
    ...drawn,
  );
}

const TICK = { fill: GREY, 'text-anchor': 'middle' };

/** Round values within a span, about five. */
function ticksBetween(low: number, high: number): readonly number[] {
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const from = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - from + 1 }, (_, i) => (from + i) * step);
}
