import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { ReadEvent } from '../../../domain/vpa/reading/stock-reading.js';
import type { Phase } from '../../../domain/vpa/wyckoff/phase.js';

/** The table `stock_readings`. */
export const StockReadingEntity = defineEntity({
  name: 'StockReadingEntity',
  tableName: 'stock_readings',
  properties: {
    stockId: p.uuid().primary(),
    ruleVersion: p.text().primary(),
    barsVersion: p.bigint('number'),
    tradingDate: p.date().$type<TradingDate>().nullable(),
    close: p.double().nullable(),
    changePct: p.double().nullable(),
    volumeRatio: p.double().nullable(),
    averageVolume20: p.double().name('average_volume20').nullable(),
    averageTurnover20: p.double().name('average_turnover20').nullable(),
    isUptrend: p.boolean().nullable(),
    isDowntrend: p.boolean().nullable(),
    support30: p.double().name('support30').nullable(),
    resistance30: p.double().name('resistance30').nullable(),
    relativeStrength30: p.double().name('relative_strength30').nullable(),
    phase: p.text().$type<Phase>().nullable(),
    phaseConfidence: p.double().nullable(),
    rangeLow: p.double().nullable(),
    rangeHigh: p.double().nullable(),
    phaseEvents: p.json().$type<readonly ReadEvent[]>().nullable(),
    sectorStrength: p.double().nullable(),
    sectorRank: p.integer().nullable(),
    sectors: p.integer().nullable(),
    readAt: p.datetime(6).defaultRaw('now()'),
  },
});

/** The table `track_record`. */
export const TrackRecordEntity = defineEntity({
  name: 'TrackRecordEntity',
  tableName: 'track_record',
  properties: {
    ruleVersion: p.text().primary(),
    kind: p.text().primary(),
    regime: p.text().primary(),
    horizon: p.integer().primary(),
    status: p.text(),
    measures: p.json(),
    through: p.date().$type<TradingDate>(),
    basis: p.bigint('number'),
    computedAt: p.datetime(6).defaultRaw('now()'),
  },
});
