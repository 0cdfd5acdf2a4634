import { decimalOf } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import type { Bar, BarColumns } from './bar.js';
import type { CorporateActionTerms } from './corporate-action.js';
import { toEpochDay } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** What all bars before a date are multiplied by, so that they compare with those from that date on. */
export interface Adjustment {
  readonly exDate: TradingDate;
  readonly priceFactor: number;
  /** Of share counts: the inverse of the price factor without cash. */
  readonly volumeFactor: number;
}

/** Corporate actions of one stock on one day, with the close of the last session before that had trades, VND. */
export interface ExDay {
  readonly exDate: TradingDate;
  readonly previousClose: number;
  readonly actions: readonly CorporateActionTerms[];
}

/**
 * The adjustment of one ex-date, by the exchange's formula for the reference price of that day:
 * (previous close + Σ right price × rights ratio − cash) / (1 + share ratio + rights ratio). A right that costs no less
 * than the share is worth nothing and is left out; where cash would leave no price, nothing is adjusted.
 */
export function adjustmentOf({ exDate, previousClose, actions }: ExDay): Adjustment {
  let cash = 0;
  let ratio = 0;
  let paid = 0;
  for (const { kind, cash: perShare, newShares, heldShares, price } of actions) {
    cash += Number(perShare ?? 0);
    const cost = Number(price ?? 0);
    if (newShares === null || heldShares === null || (kind === 'RIGHTS_ISSUE' && cost >= previousClose)) continue;
    ratio += newShares / heldShares;
    paid += (cost * newShares) / heldShares;
  }
  const exPrice = (previousClose + paid - cash) / (1 + ratio);
  if (!(exPrice > 0 && previousClose > 0)) return { exDate, priceFactor: 1, volumeFactor: 1 };
  return { exDate, priceFactor: exPrice / previousClose, volumeFactor: (previousClose * (1 + ratio)) / (previousClose + paid) };
}

/** Bars that corporate actions have restated. */
interface AdjustedColumns extends BarColumns {
  /** Days of the bars from which on each of them holds, days since 1970-01-01. */
  readonly exDays: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** The days on which corporate actions restated the prices before; none where the bars are as they were traded, or say nothing of it. */
export function exDaysOf(bars: BarColumns | AdjustedColumns): ReadonlySet<number> {
  return 'exDays' in bars ? bars.exDays : NONE;
}

/**
 * The bars as they compare with the newest of them; the same object where nothing changes. Actions after the newest bar are not
 * known to it and are left out, so a series that is cut has the same ratios as the whole one.
 */
export function adjustColumns(bars: BarColumns, adjustments: readonly Adjustment[]): BarColumns | AdjustedColumns {
  const lastDay = bars.epochDay.at(-1) ?? -Infinity;
  const firstDay = bars.epochDay[0] ?? Infinity;
  const steps = adjustments
    .map(({ exDate, ...factors }) => ({ exDay: toEpochDay(exDate), ...factors }))
    .filter(({ exDay }) => exDay > firstDay && exDay <= lastDay)
    .toSorted((a, b) => b.exDay - a.exDay);
  if (steps.length === 0) return bars;
  const { length, epochDay } = bars;
  const price = new Float64Array(length).fill(1);
  const shares = new Float64Array(length).fill(1);
  let [priceFactor, volumeFactor, next] = [1, 1, 0];
  for (let t = length - 1; t >= 0; t -= 1) {
    for (let step = steps[next]; step !== undefined && step.exDay > (epochDay[t] as number); step = steps[(next += 1)]) {
      priceFactor *= step.priceFactor;
      volumeFactor *= step.volumeFactor;
    }
    price[t] = priceFactor;
    shares[t] = volumeFactor;
  }
  const scaled = (column: Float64Array, factors: Float64Array) => column.map((value, t) => value * (factors[t] as number));
  return {
    length,
    epochDay,
    open: scaled(bars.open, price),
    high: scaled(bars.high, price),
    low: scaled(bars.low, price),
    close: scaled(bars.close, price),
    volume: scaled(bars.volume, shares),
    exDays: new Set(steps.map(({ exDay }) => epochDay.find((day) => day >= exDay) ?? exDay)),
  };
}

/** A bar as it compares with today's, by all adjustments after it: prices rounded to four places, volume to whole shares; turnover stays. */
export function adjustBar(bar: Bar, adjustments: readonly Adjustment[]): Bar {
  const later = adjustments.filter(({ exDate }) => exDate > bar.tradingDate);
  if (later.length === 0) return bar;
  const price = later.reduce((factor, { priceFactor }) => factor * priceFactor, 1);
  const shares = later.reduce((factor, { volumeFactor }) => factor * volumeFactor, 1);
  const scaled = (value: Decimal) => decimalOf(Math.round(Number(value) * price * 10_000), 4);
  return {
    ...bar,
    open: scaled(bar.open),
    high: scaled(bar.high),
    low: scaled(bar.low),
    close: scaled(bar.close),
    volume: Math.round(bar.volume * shares),
  };
}
