import { fromEpochDay, toEpochDay } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { WARM_UP_BARS, analyseSeries } from '../../domain/vpa/analyse-series.js';
import { RULE_VERSION, signalId } from '../../domain/vpa/signal.js';
import type { Signal } from '../../domain/vpa/signal.js';
import type { DueScan, ScanTransaction } from '../ports/scans.js';

export interface ScanMoment {
  /** The oldest session that subscribers are told about. */
  readonly liveFrom: TradingDate;
  readonly detectedAt: Date;
}

export interface StockScan {
  /** Signals that were not stored before. */
  readonly found: readonly Signal[];
  /** Those of them that subscribers are told about. */
  readonly told: number;
}

/**
 * Scans the bars of one claimed stock that are new or changed, and marks it as scanned. Too few bars for a rule
 * are no failure: it does not fire. A signal that no longer fires after a correction stays: it was told.
 */
export async function scanStock(tx: ScanTransaction, { stock, from }: DueScan, { liveFrom, detectedAt }: ScanMoment): Promise<StockScan> {
  const bars = await tx.loadBars(stock.id, from, WARM_UP_BARS);
  const analysis = analyseSeries(bars, stock);
  const firstDay = from === null ? -Infinity : toEpochDay(from);
  const signals: Signal[] = [];
  for (let t = 0; t < bars.length; t += 1) {
    const day = bars.epochDay[t];
    if (day === undefined || day < firstDay) continue;
    const fired = analysis.firedAt(t);
    if (fired.length === 0) continue;
    const tradingDate = fromEpochDay(day);
    const measured = analysis.measuredAt(t);
    for (const { kind, direction } of fired) {
      const key = { symbol: stock.symbol, interval: 'D1', tradingDate, kind, ruleVersion: RULE_VERSION } as const;
      const origin = tradingDate >= liveFrom ? 'LIVE' : 'BACKFILL';
      signals.push({ ...key, id: signalId(key), stockId: stock.id, direction, origin, measured, detectedAt });
    }
  }
  const found = signals.length === 0 ? [] : await tx.insertNewSignals(signals);
  const told = found.filter((signal) => signal.origin === 'LIVE');
  if (told.length > 0) await tx.addEvents(told);
  await tx.markScanned(stock.id, RULE_VERSION);
  return { found, told: told.length };
}
