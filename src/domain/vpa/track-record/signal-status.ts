/** How far a kind of signal is to be trusted: it has an edge, nothing is shown, or it points the wrong way. */
export type SignalStatus = 'ACTIVE' | 'WATCH' | 'RETIRED';

/** The part of a record that a status is made of: edge over the market after five sessions, in all regimes together. */
export interface StatusEvidence {
  /** Signals whose outcome is known, and days on which they were. */
  readonly count: number;
  readonly days: number;
  readonly meanEdge: number;
  readonly edgeError: number | null;
}

/** Below these a record says nothing. */
const MIN_COUNT = 200;
const MIN_DAYS = 60;
/** Errors between the mean and nothing to get a status: the chance of one such among 27 kinds by luck is below 4 %. */
const TO_ENTER = 3;
/** Errors to keep it: less, so that a status does not flicker. */
const TO_STAY = 2;

/**
 * The status of a kind. ACTIVE where the edge is above nothing by three errors, RETIRED where it is
 * below it by three; two keep what a kind has. Signals of every status are found and stored; a status never suppresses.
 * @param before the status so far, null for none
 */
export function signalStatus(evidence: StatusEvidence, before: SignalStatus | null): SignalStatus {
  const { count, days, meanEdge, edgeError } = evidence;
  if (count < MIN_COUNT || days < MIN_DAYS || edgeError === null) return 'WATCH';
  if (meanEdge > edgeError * (before === 'ACTIVE' ? TO_STAY : TO_ENTER)) return 'ACTIVE';
  if (meanEdge < -edgeError * (before === 'RETIRED' ? TO_STAY : TO_ENTER)) return 'RETIRED';
  return 'WATCH';
}
