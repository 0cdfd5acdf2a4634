import { boolean, malformed, nullableNumber, oneOf, record, string } from '../../json-fields.js';
import { parseTradingDate, type TradingDate } from '../../market/trading-date.js';
import type { RetractionReason, ScoreDetails, SignalScore, StoredStatus } from './signal-score.js';

const STATUSES: readonly StoredStatus[] = ['PENDING', 'CONFIRMED', 'FAILED', 'EXPIRED', 'RETRACTED'];
const REASONS: readonly RetractionReason[] = ['BAR_CORRECTED', 'CORPORATE_ACTION'];

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
    // Absent in what versions before wrote.
    retractionReason: (score['retractionReason'] ?? null) === null ? null : oneOf(score, 'retractionReason', REASONS),
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
