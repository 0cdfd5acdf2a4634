import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { RetractionReason, ScoreDetails, StoredStatus } from '../../../domain/vpa/scoring/signal-score.js';

/** The table `signal_scores`. */
export const SignalScoreEntity = defineEntity({
  name: 'SignalScoreEntity',
  tableName: 'signal_scores',
  properties: {
    signalId: p.text().collation('C').primary(),
    score: p.integer().nullable(),
    adjusted: p.double().nullable(),
    confidence: p.double().nullable(),
    status: p.text().$type<StoredStatus>(),
    statusDate: p.date().$type<TradingDate>().nullable(),
    level: p.double().nullable(),
    isPrimary: p.boolean(),
    isImplied: p.boolean(),
    isConflicting: p.boolean(),
    retractionReason: p.text().$type<RetractionReason>().nullable(),
    details: p.json().$type<ScoreDetails>().nullable(),
    scoredThrough: p.date().$type<TradingDate>(),
    scoredAt: p.datetime(6).defaultRaw('now()'),
  },
});
