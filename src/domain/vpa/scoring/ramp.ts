/** How far `x` is on the way from `from` (0) to `to` (1); descends where `from` is the larger. A null (NaN) is 0. */
export function ramp(x: number, from: number, to: number): number {
  const way = (x - from) / (to - from);
  return way > 0 ? Math.min(way, 1) : 0;
}

/** A fraction, null where there is nothing to divide by. */
export function fraction(numerator: number, denominator: number): number {
  return denominator === 0 ? NaN : numerator / denominator;
}

/** To the nearest whole number, halves up. The slack keeps a half a half whatever the order of the arithmetic was. */
export function roundHalfUp(x: number): number {
  return Math.floor(x + 0.5 + 1e-9);
}

export function clamp(x: number, least: number, most: number): number {
  return Math.min(Math.max(x, least), most);
}
