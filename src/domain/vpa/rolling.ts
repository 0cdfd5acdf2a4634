/**
 * Rolling extremes and sums by the method of van Herk: the source is cut into blocks of the window's width, and every
 * window is the tail of one block joined to the head of the next. Nothing is ever subtracted, so a sum has at
 * most `width` roundings however long the series is.
 *
 * All three write `out[t]` from the `width` values that end at `t - lag`, and NaN (null) while that window is not full.
 */
export interface RollingWindow {
  readonly width: number;
  /** 1: the window ends at the bar before t. */
  readonly lag: number;
}

export function rollingMax(source: Float64Array, length: number, { width, lag }: RollingWindow, out: Float64Array): void {
  const tail = new Float64Array(width + 1).fill(-Infinity);
  out.fill(NaN, 0, Math.min(length, width - 1 + lag));
  for (let start = 0; start < length - lag; start += width) {
    const end = Math.min(start + width, length);
    const last = Math.min(end, length - lag);
    let head = -Infinity;
    for (let i = start, j = 1; i < last; i++, j++) {
      const value = source[i] as number;
      if (value > head) head = value;
      const before = tail[j] as number;
      if (i >= width - 1) out[i + lag] = before > head ? before : head;
    }
    let run = -Infinity;
    for (let i = end - 1; i >= start; i--) {
      const value = source[i] as number;
      if (value > run) run = value;
      tail[i - start] = run;
    }
  }
}

export function rollingMin(source: Float64Array, length: number, { width, lag }: RollingWindow, out: Float64Array): void {
  const tail = new Float64Array(width + 1).fill(Infinity);
  out.fill(NaN, 0, Math.min(length, width - 1 + lag));
  for (let start = 0; start < length - lag; start += width) {
    const end = Math.min(start + width, length);
    const last = Math.min(end, length - lag);
    let head = Infinity;
    for (let i = start, j = 1; i < last; i++, j++) {
      const value = source[i] as number;
      if (value < head) head = value;
      const before = tail[j] as number;
      if (i >= width - 1) out[i + lag] = before < head ? before : head;
    }
    let run = Infinity;
    for (let i = end - 1; i >= start; i--) {
      const value = source[i] as number;
      if (value < run) run = value;
      tail[i - start] = run;
    }
  }
}

export function rollingSum(source: Float64Array, length: number, { width, lag }: RollingWindow, out: Float64Array): void {
  const tail = new Float64Array(width + 1);
  out.fill(NaN, 0, Math.min(length, width - 1 + lag));
  for (let start = 0; start < length - lag; start += width) {
    const end = Math.min(start + width, length);
    const last = Math.min(end, length - lag);
    let head = 0;
    for (let i = start, j = 1; i < last; i++, j++) {
      head += source[i] as number;
      if (i >= width - 1) out[i + lag] = head + (tail[j] as number);
    }
    let run = 0;
    for (let i = end - 1; i >= start; i--) tail[i - start] = run += source[i] as number;
  }
}
