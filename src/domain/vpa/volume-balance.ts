import type { Features } from './feature-columns.js';
import { isAbove, isBelow } from './tolerance.js';

/**
 * On which bars the volume was, over the `bars` bars that end with t: 1 where rising bars have a larger mean volumeRatio than
 * falling ones, −1 where falling ones have, 0 where neither or where one of them is missing.
 */
export function volumeBalance({ close, volumeRatio }: Pick<Features, 'close' | 'volumeRatio'>, t: number, bars: number): -1 | 0 | 1 {
  let rising = 0;
  let risingBars = 0;
  let falling = 0;
  let fallingBars = 0;
  for (let u = Math.max(1, t - bars + 1); u <= t; u++) {
    const ratio = volumeRatio[u] as number;
    if (Number.isNaN(ratio)) continue;
    const before = close[u - 1] as number;
    if (isAbove(close[u] as number, before)) {
      rising += ratio;
      risingBars++;
    } else if (isBelow(close[u] as number, before)) {
      falling += ratio;
      fallingBars++;
    }
  }
  if (risingBars === 0 || fallingBars === 0) return 0;
  const mean = rising / risingBars;
  const other = falling / fallingBars;
  if (isAbove(mean, other)) return 1;
  return isAbove(other, mean) ? -1 : 0;
}
