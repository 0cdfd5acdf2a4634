import { fromEpochDay, toEpochDay } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { BarColumns } from '../../domain/market/bar.js';
import { WARM_UP_BARS, analyseSeries } from '../../domain/vpa/analyse-series.js';
import { RULE_VERSION, signalId } from '../../domain/vpa/signal.js';
import type { Signal } from '../../domain/vpa/signal.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import type { DueScan, ScanTransaction } from '../ports/scans.js';

/** Signals of one statement. */
const BATCH = 5_000;

export interface ScanMoment {
  /** The oldest session that subscribers are told about. */
  readonly liveFrom: TradingDate;
  readonly detectedAt: Date;
}

export interface StocksScan {
  /** Signals that were not stored before. */
  readonly found: readonly Signal[];
  /** Those of them that subscribers are told about. */
  readonly told: number;
}

/**
 * Scans the bars of claimed stocks that are new or changed, and marks them as scanned. Too few bars for a rule
 * are no failure: it does not fire. A stored signal that no longer fires after a correction stays, as it was told, and is listed for the scorer,
 * which retracts it.
 */
export async function scanStocks(tx: ScanTransaction, due: readonly DueScan[], moment: ScanMoment): Promise<StocksScan> {
  const series = await tx.loadBars(due, WARM_UP_BARS);
  const workspace = new Workspace();
  const signals = due.flatMap((one, place) => signalsOf(one, series[place] as BarColumns, moment, workspace));
  const found: Signal[] = [];
  for (let from = 0; from < signals.length; from += BATCH) found.push(...(await tx.insertNewSignals(signals.slice(from, from + BATCH))));
  const told = found.filter((signal) => signal.origin === 'LIVE');
  if (told.length > 0) await tx.addEvents(told);
  await tx.listUnfired(
    due,
    RULE_VERSION,
    signals.map(({ id }) => id),
  );
  await tx.markScanned(
    due.map(({ stock }) => stock.id),
    RULE_VERSION,
  );
  return { found, told: told.length };
}

function signalsOf({ stock, from }: DueScan, bars: BarColumns, { liveFrom, detectedAt }: ScanMoment, workspace: Workspace): Signal[] {
  const analysis = analyseSeries(bars, stock, workspace);
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
  return signals;
}
