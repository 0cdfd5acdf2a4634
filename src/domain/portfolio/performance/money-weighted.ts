const DAYS_PER_YEAR = 365;
/** Rates are looked for between e^-20 and e^20 times the money in a year. */
const WIDEST = 20;
const STEP = 0.05;
const HALVINGS = 60;

/** Money on a day (days since 1970-01-01): what the investor gives is negative, what they get, or have at the end, positive. */
export interface DatedAmount {
  readonly day: number;
  readonly amount: number;
}

/**
 * The rate a year at which all amounts together are worth nothing today (XIRR, years of 365 days), per cent. Where there are several,
 * that nearest to 0; null where there is none, as with amounts of one sign alone. Found by halving an interval whose ends have
 * other signs, so that it always comes to an end.
 */
export function moneyWeightedPct(amounts: readonly DatedAmount[]): number | null {
  const first = Math.min(...amounts.map(({ day }) => day));
  const last = Math.max(...amounts.map(({ day }) => day));
  if (amounts.length < 2 || first === last) return null;
  // Measured from the end for which every factor is at most 1: nothing overflows, and the sign is the same.
  const worth = (rate: number) =>
    amounts.reduce((sum, { day, amount }) => sum + amount * Math.exp((-rate * (day - (rate >= 0 ? first : last))) / DAYS_PER_YEAR), 0);
  const bracket = nearestChange(worth);
  if (bracket === undefined) return null;
  let [low, high] = bracket;
  const isLowPositive = worth(low) > 0;
  for (let halving = 0; halving < HALVINGS && low < high; halving++) {
    const middle = (low + high) / 2;
    if (worth(middle) > 0 === isLowPositive) low = middle;
    else high = middle;
  }
  return Math.expm1((low + high) / 2) * 100;
}

/** The interval nearest to 0 at whose ends the sign differs. */
function nearestChange(worth: (rate: number) => number): readonly [number, number] | undefined {
  if (worth(0) === 0) return [0, 0];
  for (let near = 0; near < WIDEST; near += STEP) {
    for (const [low, high] of [
      [near, near + STEP],
      [-near - STEP, -near],
    ] as const)
      if (Math.sign(worth(low)) * Math.sign(worth(high)) <= 0) return [low, high];
  }
  return undefined;
}
