import { availableFrom } from '../../market/settlement.js';
import { fromEpochDay, toEpochDay } from '../../market/trading-date.js';

/** When what is traded on each day can be used, as columns over a span of days, so that a search asks the calendar once. */
export interface Deliveries {
  /** First day, days since 1970-01-01; row 0 of the columns. */
  readonly first: number;
  readonly day: Int32Array;
  /** 1: from the afternoon. */
  readonly isFromNoon: Uint8Array;
}

/** @param first @param last days since 1970-01-01, both included */
export function deliveriesBetween(first: number, last: number): Deliveries {
  const length = Math.max(0, last - first + 1);
  const deliveries = { first, day: new Int32Array(length), isFromNoon: new Uint8Array(length) };
  for (let place = 0; place < length; place++) {
    const { date, isFromNoon } = availableFrom(fromEpochDay(first + place));
    deliveries.day[place] = toEpochDay(date);
    deliveries.isFromNoon[place] = Number(isFromNoon);
  }
  return deliveries;
}
