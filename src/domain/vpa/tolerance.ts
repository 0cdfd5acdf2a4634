/**
 * Ground rule 10 of the specification: a value within 1e-9 (relative) of a threshold equals it, so that ties depend
 * neither on the unit of the prices nor on the order of the arithmetic.
 */
const RELATIVE_TOLERANCE = 1e-9;

/** How a value stands to its threshold. A null value (NaN) satisfies none of them. */
export type Comparison = 'atLeast' | 'above' | 'atMost' | 'below';

/** The number that a raw `>=`, `>`, `<=` or `<` has to be made against for the comparison to carry the tolerance. */
export function tolerantBound(comparison: Comparison, threshold: number): number {
  const slack = Math.abs(threshold) * RELATIVE_TOLERANCE;
  return comparison === 'atLeast' || comparison === 'below' ? threshold - slack : threshold + slack;
}

export function isAbove(value: number, threshold: number): boolean {
  return value > tolerantBound('above', threshold);
}

export function isBelow(value: number, threshold: number): boolean {
  return value < tolerantBound('below', threshold);
}

export function isAtLeast(value: number, threshold: number): boolean {
  return value >= tolerantBound('atLeast', threshold);
}

export function isAtMost(value: number, threshold: number): boolean {
  return value <= tolerantBound('atMost', threshold);
}
