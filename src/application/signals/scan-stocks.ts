import { fromEpochDay, toEpochDay } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { BarColumns } from '../../domain/market/bar.js';
import { WARM_UP_BARS, analyseWith } from '../../domain/vpa/analyse-series.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { RuleSet } from '../../domain/vpa/rule-sets/rule-set.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { signalId } from '../../domain/vpa/signal.js';
import type { Signal } from '../../domain/vpa/signal.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import type { DueScan, ScanTransaction } from '../ports/scans.js';

/** Signals of one statement. */
const BATCH = 5_000;

export interface ScanMoment {
  /** The oldest session that subscribers are told about. */
  readonly liveFrom: TradingDate;
  readonly detectedAt: Date;
  /** Signals of other rules than the textbook's are stored and told to nobody: they are for comparison. */
  readonly ruleSet: RuleSet<SignalKind>;
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
  // What is not scored is not followed either.
  if (moment.ruleSet === TEXTBOOK)
    await tx.listUnfired(
      due,
      TEXTBOOK.version,
      signals.map(({ id }) => id),
    );
  await tx.markScanned(
    due.map(({ stock }) => stock.id),
    moment.ruleSet.version,
  );
  return { found, told: told.length };
}

function signalsOf(
  { stock, from }: DueScan,
  bars: BarColumns,
  { liveFrom, detectedAt, ruleSet }: ScanMoment,
  workspace: Workspace,
): Signal[] {
  const analysis = analyseWith(ruleSet, bars, stock, workspace);
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
      const key = { symbol: stock.symbol, interval: 'D1', tradingDate, kind, ruleVersion: ruleSet.version } as const;
      const origin = tradingDate >= liveFrom && ruleSet === TEXTBOOK ? 'LIVE' : 'BACKFILL';
      signals.push({ ...key, id: signalId(key), stockId: stock.id, direction, origin, measured, detectedAt });
    }
  }
  return signals;
}
