import { joinExtremes, type Extremes, type Join } from '../rolling.js';

/** How a window of one close, the one before t, grows to 2, 4, 8, 16, 32 and 60. */
const GROWTH: readonly Join[] = [
  { step: 1, lag: 1, first: 2 },
  { step: 2, lag: 0, first: 4 },
  { step: 4, lag: 0, first: 8 },
  { step: 8, lag: 0, first: 16 },
  { step: 16, lag: 0, first: 32 },
  { step: 28, lag: 0, first: 60 },
];

/** The highest and the lowest close of the 60 bars before each bar; null where there are not so many. */
export function closeExtremes60(close: Float64Array, length: number): Extremes {
  const columns = () => ({ most: new Float64Array(length), least: new Float64Array(length) });
  const buffers = [columns(), columns()] as const;
  let from: Extremes = { most: close, least: close };
  for (const [i, join] of GROWTH.entries()) {
    const to = i % 2 === 0 ? buffers[0] : buffers[1];
    joinExtremes(from, join, length, to);
    from = to;
  }
  return from;
}
