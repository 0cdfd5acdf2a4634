import { SeededRandom } from '../../seeded-random.js';

/** What could have been of the same trades in another order, drawn with replacement. Per cent. */
export interface MonteCarloOutcome {
  readonly runs: number;
  readonly returnPct: Percentiles;
  /** Deepest fall from a peak, positive. */
  readonly drawdownPct: Percentiles;
  /** Part of the runs that lost, 0 to 1. */
  readonly lossRate: number;
}

export interface Percentiles {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/**
 * Draws as many trades as there are, again and again, each moving equity by its return times the part of equity that was in it.
 * @param returns of the trades, fractions @param weights parts of equity, one for each trade @param seed the same seed, the same outcome
 */
export function monteCarlo(
  returns: readonly number[],
  weights: readonly number[],
  { runs, seed }: { readonly runs: number; readonly seed: number },
): MonteCarloOutcome | null {
  if (returns.length === 0) return null;
  const random = new SeededRandom(seed);
  const [finals, falls] = [new Float64Array(runs), new Float64Array(runs)];
  for (let run = 0; run < runs; run++) {
    let [equity, peak, fall] = [1, 1, 0];
    for (let draw = 0; draw < returns.length; draw++) {
      const place = Math.floor(random.next() * returns.length);
      equity *= Math.max(0, 1 + (returns[place] as number) * (weights[place] as number));
      peak = Math.max(peak, equity);
      fall = Math.max(fall, 1 - equity / peak);
    }
    finals[run] = (equity - 1) * 100;
    falls[run] = fall * 100;
  }
  finals.sort();
  falls.sort();
  return {
    runs,
    returnPct: percentiles(finals),
    drawdownPct: percentiles(falls),
    lossRate: finals.filter((value) => value < 0).length / runs,
  };
}

function percentiles(sorted: Float64Array): Percentiles {
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}
