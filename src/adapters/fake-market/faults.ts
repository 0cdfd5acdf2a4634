/** What can be wrong with one answer over HTTP as a whole. */
export const ANSWER_FAULTS = [
  /** The connection is cut before a byte. */
  'DOWN',
  /** No byte ever comes. */
  'HANG',
  /** A byte now and then. */
  'SLOW_BODY',
  /** The body stops in the middle, and so does the connection. */
  'CUT_OFF',
  'HTML_200',
  'FORBIDDEN_403',
  'RATE_LIMIT_429',
  'ERROR_500',
  'ERROR_503',
  /** JSON that ends too early, in a whole answer. */
  'TRUNCATED_JSON',
  /** A hundred megabytes of nothing. */
  'HUGE_BODY',
  /** The word that says how it went is missing. */
  'MISSING_STATUS',
  /** "All is well", and not one row. */
  'OK_BUT_EMPTY',
  'UNEQUAL_COLUMNS',
  'UNSORTED',
  /** Every token given out so far is void. */
  'TOKEN_EXPIRED',
] as const;

/** What can be wrong with rows; each use of an answer puts one such row in. */
export const ROW_FAULTS = [
  /** A row twice, word for word. */
  'DUPLICATE_ROW',
  /** A row twice, with another close. */
  'CONFLICTING_ROW',
  /** A row of a holiday, volume 0. */
  'HOLIDAY_ROW',
  'WEEKEND_ROW',
  /** A row of the lunch break, where the interval has hours. */
  'LUNCH_ROW',
  'FUTURE_ROW',
  'LOW_ABOVE_HIGH',
  'CLOSE_OUTSIDE_RANGE',
  'NEGATIVE_PRICE',
  'ZERO_PRICE',
  'NULL_PRICE',
  'TEXT_PRICE',
  'HUGE_PRICE',
  'NEGATIVE_VOLUME',
  'FRACTIONAL_VOLUME',
  'NULL_TIME',
  /** A close a third above the day before. */
  'OUTSIDE_BAND',
] as const;

/** What can be wrong with all rows of an answer. */
export const UNIT_FAULTS = [
  /** Prices a thousand times too high for the unit that the protocol has. */
  'PRICES_TIMES_1000',
  'PRICES_BY_1000',
  /** Volume in lots of ten; shows where the protocol gives a turnover. */
  'VOLUME_BY_10',
] as const;

/** What can be wrong with a stream of ticks. */
export const STREAM_FAULTS = [
  'DUPLICATE_TICKS',
  /** Neighbours change places, up to two seconds apart. */
  'SHUFFLED_TICKS',
  /** Text that is no JSON, and JSON that is no tick, between ticks. */
  'GARBAGE_MESSAGES',
  /** The content of a message is JSON within a string. */
  'DOUBLE_ENCODED',
  /** Keys in other letters: Symbol, PRICE. */
  'OTHER_CASE',
  /** Nobody is let in. */
  'STREAM_REFUSED',
] as const;

export const FAULTS = [...ANSWER_FAULTS, ...ROW_FAULTS, ...UNIT_FAULTS, ...STREAM_FAULTS] as const;

export type AnswerFault = (typeof ANSWER_FAULTS)[number];
export type RowFault = (typeof ROW_FAULTS)[number];
export type UnitFault = (typeof UNIT_FAULTS)[number];
export type StreamFault = (typeof STREAM_FAULTS)[number];
export type Fault = (typeof FAULTS)[number];

export function isFault(name: string): name is Fault {
  return (FAULTS as readonly string[]).includes(name);
}

/** The switches, and how often each did something. */
export class FaultSwitches {
  /** How many more times; Infinity until it is switched off. */
  private readonly left = new Map<Fault, number>();
  private readonly counts = new Map<Fault, number>();

  /** @param times after so many uses it is off by itself */
  switchOn(fault: Fault, times: number = Number.POSITIVE_INFINITY): void {
    this.left.set(fault, times);
  }

  switchOff(fault: Fault): void {
    this.left.delete(fault);
  }

  clear(): void {
    this.left.clear();
    this.counts.clear();
  }

  isOn(fault: Fault): boolean {
    return (this.left.get(fault) ?? 0) > 0;
  }

  /** True where the fault is on; then it counts as used once. */
  take(fault: Fault): boolean {
    if (!this.isOn(fault)) return false;
    this.left.set(fault, (this.left.get(fault) ?? 0) - 1);
    this.counts.set(fault, this.injected(fault) + 1);
    return true;
  }

  /** How often it was used: rows, answers or messages. */
  injected(fault: Fault): number {
    return this.counts.get(fault) ?? 0;
  }

  report(): { readonly on: readonly Fault[]; readonly injected: Readonly<Partial<Record<Fault, number>>> } {
    return { on: FAULTS.filter((fault) => this.isOn(fault)), injected: Object.fromEntries(this.counts) };
  }
}
