/**
 * Means over a moving window by the method of van Herk: the source is cut into blocks of the window's width, and
 * every window is the tail of one block joined to the head of the next. Nothing is ever subtracted, so a sum has at
 * most `width` roundings however long the series is, and a mean of zeros is zero.
 *
 * `out[t]` is the mean of the `width` rows before row t, and NaN (null) where there are not so many.
 * `tails` is memory for `width + 1` numbers.
 */
export function rollingMeanBefore(source: Float64Array, length: number, width: number, tails: Float64Array, out: Float64Array): void {
  const share = 1 / width;
  const last = length - 1;
  tails.fill(0, 0, width + 1);
  for (let start = 0; start < last; start += width) {
    const end = Math.min(start + width, last);
    let head = 0;
    for (let t = start, j = 1; t < end; t++, j++) {
      head += source[t] as number;
      out[t + 1] = (head + (tails[j] as number)) * share;
    }
    let tail = 0;
    for (let t = end - 1; t > start; t--) {
      tail += source[t] as number;
      tails[t - start] = tail;
    }
  }
  out.fill(NaN, 0, Math.min(length, width));
}

/** Two columns that belong together. */
export interface Extremes {
  readonly most: Float64Array;
  readonly least: Float64Array;
}

/** Which windows are joined: each with the one that ends `step` rows before; the result stands `lag` rows later, from row `first` on. */
export interface Join {
  readonly step: number;
  readonly lag: number;
  readonly first: number;
}

/**
 * Joins windows of extremes: where `from` has at t the largest and the smallest value of some rows that end with t, `to`
 * gets those of twice as many. Windows may overlap, so that any width is a few joins away from single rows. No branch:
 * which of two prices is higher can't be guessed, and a wrong guess costs ten joins. Rows before `first` are null.
 */
export function joinExtremes(from: Extremes, { step, lag, first }: Join, length: number, to: Extremes): void {
  const { most, least } = from;
  const { most: outMost, least: outLeast } = to;
  outMost.fill(NaN, 0, Math.min(first, length));
  outLeast.fill(NaN, 0, Math.min(first, length));
  for (let t = first, s = first - lag; t < length; t++, s++) {
    outMost[t] = most[s - step * Number((most[s - step] as number) > (most[s] as number))] as number;
    outLeast[t] = least[s - step * Number((least[s - step] as number) < (least[s] as number))] as number;
  }
}
