import { holidayOn } from '../../domain/market/calendar.js';
import type { BarInterval } from '../../domain/market/interval.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import type { SeededRandom } from '../../domain/seeded-random.js';
import { ROW_FAULTS } from './faults.js';
import type { FaultSwitches, RowFault } from './faults.js';
import type { WireRow } from './wire-row.js';

type GoodRow = { readonly [key in keyof WireRow]: number };

/** How a row goes bad: it takes the place of a good one, or comes after it. */
interface Spoiling {
  readonly instead: boolean;
  /** The time of the bad row where it is not that of the good one; undefined where it can't stand here. */
  readonly time?: (row: GoodRow, next: GoodRow) => number | undefined;
  readonly change?: (row: GoodRow) => Partial<WireRow>;
}

/** A product without the noise of floats. */
const by = (price: number, factor: number): number => Number((price * factor).toFixed(4));

const DAY = 86_400;
const VIETNAM = 7 * 3_600;

const SPOILINGS: Readonly<Record<RowFault, Spoiling>> = {
  DUPLICATE_ROW: { instead: false },
  CONFLICTING_ROW: { instead: false, change: ({ o, l, v }) => ({ o: l, c: l, l: Math.min(o, l), v: v + 100 }) },
  HOLIDAY_ROW: {
    instead: false,
    time: (row, next) => dayBetween(row, next, (at) => holidayOn(tradingDateAt(at)) === 'CONFIRMED'),
    change: () => ({ v: 0 }),
  },
  WEEKEND_ROW: { instead: false, time: (row, next) => dayBetween(row, next, isWeekend) },
  LUNCH_ROW: { instead: false, time: lunchBetween },
  FUTURE_ROW: { instead: false },
  LOW_ABOVE_HIGH: { instead: true, change: ({ l }) => ({ h: by(l, 0.9) }) },
  CLOSE_OUTSIDE_RANGE: { instead: true, change: ({ h }) => ({ c: by(h, 1.01) }) },
  NEGATIVE_PRICE: { instead: true, change: ({ l }) => ({ l: -l }) },
  ZERO_PRICE: { instead: true, change: () => ({ o: 0, l: 0 }) },
  NULL_PRICE: { instead: true, change: () => ({ c: null }) },
  TEXT_PRICE: { instead: true, change: () => ({ h: 'n/a' }) },
  HUGE_PRICE: { instead: true, change: () => ({ h: 1e20 }) },
  NEGATIVE_VOLUME: { instead: true, change: ({ v }) => ({ v: -v - 1 }) },
  FRACTIONAL_VOLUME: { instead: true, change: ({ v }) => ({ v: v + 0.5 }) },
  NULL_TIME: { instead: true, change: () => ({ t: null }) },
  OUTSIDE_BAND: {
    instead: true,
    change: ({ o, h, l, c, value }) => ({ o: by(o, 1.34), h: by(h, 1.34), l: by(l, 1.34), c: by(c, 1.34), value: by(value, 1.34) }),
  },
};

/** Three rows are left good around a bad one. */
const DISTANCE = 3;

/** One bad row for each fault that is on and has a place here; rows stay ascending by time. */
export function spoilRows(rows: readonly GoodRow[], interval: BarInterval, faults: FaultSwitches, random: SeededRandom): WireRow[] {
  const instead = new Map<number, WireRow>();
  const after = new Map<number, WireRow>();
  const taken: number[] = [];
  for (const fault of ROW_FAULTS) {
    if (!faults.isOn(fault) || (fault === 'LUNCH_ROW' && interval === 'D1')) continue;
    const { instead: replaces, time, change } = SPOILINGS[fault];
    const last = rows.at(-1);
    if (fault === 'FUTURE_ROW') {
      if (last !== undefined && faults.take(fault)) after.set(rows.length - 1, { ...last, t: last.t + 20 * 365 * DAY });
      continue;
    }
    const places = [...rows.keys()].filter((place) => {
      const [row, next] = [rows[place], rows[place + 1]];
      const isInside = place >= DISTANCE && place < rows.length - DISTANCE - 1;
      if (!isInside || row === undefined || next === undefined || taken.some((other) => Math.abs(other - place) <= DISTANCE)) return false;
      return time === undefined || time(row, next) !== undefined;
    });
    const place = places[random.integer(0, places.length - 1)];
    const [row, next] = place === undefined ? [] : [rows[place], rows[place + 1]];
    if (place === undefined || row === undefined || next === undefined || !faults.take(fault)) continue;
    taken.push(place);
    (replaces ? instead : after).set(place, { ...row, t: time?.(row, next) ?? row.t, ...change?.(row) });
  }
  return rows.flatMap((row, place) => {
    const bad = after.get(place);
    const here = instead.get(place) ?? row;
    return bad === undefined ? [here] : [here, bad];
  });
}

/** The same hour of a day between two rows that such a day is. */
function dayBetween(row: GoodRow, next: GoodRow, isSuch: (at: Date) => boolean): number | undefined {
  for (let t = row.t + DAY; t < next.t; t += DAY) {
    if (isSuch(new Date(t * 1000)) && tradingDateAt(new Date(t * 1000)) !== tradingDateAt(new Date(next.t * 1000))) return t;
  }
  return undefined;
}

function isWeekend(at: Date): boolean {
  const weekday = new Date(at.getTime() + VIETNAM * 1000).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** 12:15 where one row is of the morning and the next of the same afternoon. */
function lunchBetween(row: GoodRow, next: GoodRow): number | undefined {
  const noon = Math.floor((row.t + VIETNAM) / DAY) * DAY - VIETNAM + 12.25 * 3_600;
  return row.t < noon && noon < next.t && next.t - row.t < DAY / 2 ? noon : undefined;
}
