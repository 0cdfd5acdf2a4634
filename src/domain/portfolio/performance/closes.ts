/** Closes of a stock as they were traded, VND (points of an index), by days since 1970-01-01, ascending. */
export interface Closes {
  readonly days: readonly number[];
  readonly closes: readonly number[];
}

/** The last close of each stock on days that are asked for in ascending order. */
export class PriceBoard {
  readonly #closes: ReadonlyMap<string, Closes>;
  readonly #places = new Map<string, number>();

  constructor(closes: ReadonlyMap<string, Closes>) {
    this.#closes = closes;
  }

  /** The last close on or before a day; null where there is none. */
  closeOn(symbol: string, day: number): number | null {
    const known = this.#closes.get(symbol);
    if (known === undefined) return null;
    let place = this.#places.get(symbol) ?? -1;
    while (place + 1 < known.days.length && (known.days[place + 1] as number) <= day) place += 1;
    this.#places.set(symbol, place);
    return known.closes[place] ?? null;
  }
}
