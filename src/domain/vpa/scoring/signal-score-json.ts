import { boolean, malformed, nullableNumber, oneOf, record, string } from '../../json-fields.js';
import { parseTradingDate, type TradingDate } from '../../market/trading-date.js';
import type { ScoreDetails, SignalScore, StoredStatus } from './signal-score.js';

const STATUSES: readonly StoredStatus[] = ['PENDING', 'CONFIRMED', 'FAILED', 'EXPIRED', 'RETRACTED'];

/** Reads the JSON form of a score, which is as in the type. @throws {DomainError} INVALID_INPUT where a field is missing or of another type */
export function signalScoreFromJson(value: unknown): SignalScore {
  const score = record(value, 'score');
  const { details } = score;
  return {
    signalId: string(score, 'signalId'),
    score: nullableNumber(score, 'score'),
    adjusted: nullableNumber(score, 'adjusted'),
    confidence: nullableNumber(score, 'confidence'),
    status: oneOf(score, 'status', STATUSES),
    statusDate: dateOrNull(score['statusDate']),
    level: nullableNumber(score, 'level'),
    isPrimary: boolean(score, 'isPrimary'),
    isImplied: boolean(score, 'isImplied'),
    isConflicting: boolean(score, 'isConflicting'),
    // Passed on as it is: it is shown, and nothing is decided by it.
    details: details === null ? null : (record(details, 'details') as unknown as ScoreDetails),
    scoredThrough: parseTradingDate(string(score, 'scoredThrough')),
  };
}

function dateOrNull(value: unknown): TradingDate | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw malformed('statusDate');
  return parseTradingDate(value);
}
