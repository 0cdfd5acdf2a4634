/** What was measured on one session: a sum over so many values. */
export interface SessionSum {
  readonly sum: number;
  readonly count: number;
}

/** A mean with the error that dependent values leave it. */
export interface ClusteredMean {
  readonly mean: number;
  /** Standard error; null where values of fewer than two sessions are there. */
  readonly error: number | null;
}

/**
 * The mean of values that depend on each other: those of one session move together, and windows of `overlap` sessions that
 * overlap share what happens in them. So sessions are the unit, and their sums may correlate up to `overlap` − 1 sessions
 * apart, with weights that fall evenly (Newey and West 1987); a session without values stands as nothing.
 * @param sessions one after the other, without a hole
 */
export function clusteredMean(sessions: readonly SessionSum[], overlap: number): ClusteredMean {
  const count = sessions.reduce((total, session) => total + session.count, 0);
  const mean = sessions.reduce((total, session) => total + session.sum, 0) / count;
  const filled = sessions.filter((session) => session.count > 0).length;
  if (filled < 2) return { mean: count === 0 ? NaN : mean, error: null };
  // How far the sum of a session is from what the mean expects of so many values.
  const residuals = Float64Array.from(sessions, (session) => session.sum - mean * session.count);
  let variance = product(residuals, 0);
  for (let lag = 1; lag < overlap; lag++) variance += 2 * (1 - lag / overlap) * product(residuals, lag);
  const small = filled / (filled - 1);
  return { mean, error: Math.sqrt(Math.max(0, variance) * small) / count };
}

function product(residuals: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < residuals.length; i++) sum += (residuals[i] as number) * (residuals[i - lag] as number);
  return sum;
}
