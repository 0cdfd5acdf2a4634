/**
 * Two-sided p of the rank-sum test of Mann, Whitney and Wilcoxon, by the normal approximation with its correction for
 * continuity: how likely two samples of one distribution differ so much. For samples of twenty and more without many ties.
 */
export function rankSumP(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isFirst: true })), ...b.map((value) => ({ value, isFirst: false }))].toSorted(
    (x, y) => x.value - y.value,
  );
  const sum = all.reduce((total, { isFirst }, at) => (isFirst ? total + at + 1 : total), 0);
  const u = sum - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  const z = Math.max(0, Math.abs(u - mean) - 0.5) / deviation;
  return complementaryError(z / Math.SQRT2);
}

/** Chebyshev fit, relative error under 1.2e-7. */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ];
  const polynomial = coefficients.toReversed().reduce((value, coefficient) => value * t + coefficient, 0);
  return t * Math.exp(-x * x + polynomial);
}
