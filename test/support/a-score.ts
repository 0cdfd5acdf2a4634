import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import type { SignalScore } from '../../src/domain/vpa/scoring/signal-score.js';

/** A score of a PENDING signal without details. */
export function aScore(overrides: Partial<SignalScore> = {}): SignalScore {
  return {
    signalId: 'VCB:D1:2025-05-20:NO_SUPPLY:textbook-1',
    score: 70,
    adjusted: 70,
    confidence: 0.5,
    status: 'PENDING',
    statusDate: null,
    level: 57_000,
    isPrimary: true,
    isImplied: false,
    isConflicting: false,
    retractionReason: null,
    details: null,
    scoredThrough: parseTradingDate('2025-05-20'),
    ...overrides,
  };
}
