import type { BarColumns } from '../../src/domain/market/bar.js';

/** A bar as a test says it: prices in any unit, volume in shares. */
export interface BarSpec {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Average volume of the histories below. */
const USUAL_VOLUME = 1_000_000;

/** Bars one after the other: `bars().flat(70).add({ … }).columns()`. Every history has the same volume each day, so that a ratio is easy to say. */
export class BarsBuilder {
  private readonly list: BarSpec[] = [];

  private get lastClose(): number {
    return this.list.at(-1)?.close ?? 100;
  }

  /** Bars that stand still at 100, from 99 to 101: support 99, resistance 101, ATR 2, neither trend. */
  flat(count: number): this {
    return this.repeat(count, () => ({ open: 100, high: 101, low: 99, close: 100 }));
  }

  /** Falls 1 % a day: a downtrend. */
  falling(count: number): this {
    return this.repeat(count, (last) => ({ open: last, high: last * 1.005, low: last * 0.985, close: last * 0.99 }));
  }

  /** Rises 1 % a day: an uptrend. */
  rising(count: number): this {
    return this.repeat(count, (last) => ({ open: last, high: last * 1.015, low: last * 0.995, close: last * 1.01 }));
  }

  /** Another bar; prices as factors of the close before, volume as a ratio to the usual one. */
  add({ open, high, low, close, volume }: BarSpec): this {
    const last = this.lastClose;
    this.list.push({ open: open * last, high: high * last, low: low * last, close: close * last, volume: volume * USUAL_VOLUME });
    return this;
  }

  columns(): BarColumns {
    const column = (pick: (bar: BarSpec) => number) => Float64Array.from(this.list, pick);
    return {
      length: this.list.length,
      epochDay: Int32Array.from(this.list, (_, t) => 19_000 + t),
      open: column((bar) => bar.open),
      high: column((bar) => bar.high),
      low: column((bar) => bar.low),
      close: column((bar) => bar.close),
      volume: column((bar) => bar.volume),
    };
  }

  private repeat(count: number, next: (last: number) => Omit<BarSpec, 'volume'>): this {
    for (let i = 0; i < count; i++) this.list.push({ ...next(this.lastClose), volume: USUAL_VOLUME });
    return this;
  }
}

export function bars(): BarsBuilder {
  return new BarsBuilder();
}

/** The rows from `from` to `to`, as a series of its own. */
export function sliceBars(columns: BarColumns, from: number, to = columns.length): BarColumns {
  return {
    length: to - from,
    epochDay: columns.epochDay.slice(from, to),
    open: columns.open.slice(from, to),
    high: columns.high.slice(from, to),
    low: columns.low.slice(from, to),
    close: columns.close.slice(from, to),
    volume: columns.volume.slice(from, to),
  };
}

/** The same bars in another unit of price and of volume. */
export function scaleBars(
  columns: BarColumns,
  { price = 1, volume = 1 }: { readonly price?: number; readonly volume?: number },
): BarColumns {
  const scaled = (values: Float64Array, by: number) => values.map((value) => value * by);
  return {
    length: columns.length,
    epochDay: columns.epochDay,
    open: scaled(columns.open, price),
    high: scaled(columns.high, price),
    low: scaled(columns.low, price),
    close: scaled(columns.close, price),
    volume: scaled(columns.volume, volume),
  };
}
