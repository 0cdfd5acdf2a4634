import { sql, type RawBuilder } from 'kysely';

import type { DueScan, ScanTransaction } from '../../../application/ports/scans.js';
import type { Tracer } from '../../../application/ports/tracing.js';
import type { Stock } from '../../../domain/market/stock.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Signal } from '../../../domain/vpa/signal.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addEvents } from './add-events.js';
import { loadBarColumns } from './bar-columns.js';
import { STOCK_COLUMNS } from './stock.repository.js';
import { toUuids } from './uuid.js';

/** The condition under which a row of `stock_scans`, named `scan`, has something to scan. */
export function isDue(ruleVersion: string): RawBuilder<boolean> {
  return sql`not exists (
    select from scan_marks as mark
    where mark.stock_id = scan.stock_id and mark.rule_version = ${ruleVersion}::text and mark.scanned_version = scan.bars_version
  )`;
}

/** What a scan does, inside the given database transaction. */
export function createScanTransaction(tx: Db, tracer: Tracer | undefined): ScanTransaction {
  return {
    claimDue: (ruleVersion, limit, except = []) => translating(() => claimDue(tx, ruleVersion, limit, except)),
    loadBars: (due, warmUp) =>
      translating(() =>
        loadBarColumns(
          tx,
          due.map(({ stock, from }) => ({ stockId: stock.id, from })),
          warmUp,
        ),
      ),
    insertNewSignals: (signals) => translating(() => insertNewSignals(tx, signals)),
    listUnfired: (due, ruleVersion, fired) =>
      translating(async () => {
        await sql`
          insert into signals_due (signal_id)
          select signal.id
          from unnest(${toUuids(due.map(({ stock }) => stock.id))}::uuid[], ${due.map(({ from }) => from)}::date[]) as asked (stock_id, since)
          join vpa_signals as signal on signal.stock_id = asked.stock_id and signal.trading_date >= coalesce(asked.since, '-infinity')
          join stocks on stocks.id = asked.stock_id
          where rule_version = ${ruleVersion} and not is_index
            and not exists (select from unnest(${[...fired]}::text[]) as fired (id) where fired.id = signal.id)
            and not exists (select from signal_scores where signal_id = signal.id and status = 'RETRACTED')
          on conflict (signal_id) do update set seq = default
        `.execute(tx);
      }),
    addEvents: (signals) =>
      translating(() =>
        addEvents(
          tx,
          signals.map((signal) => ({ type: 'signal.detected', signal })),
          tracer?.current()?.traceparent,
        ),
      ),
    markScanned: (stockIds, ruleVersion) =>
      translating(async () => {
        await sql`
          insert into scan_marks as mark (stock_id, rule_version, scanned_version, scanned_at)
          select stock_id, ${ruleVersion}, bars_version, now() from stock_scans where stock_id = any(${toUuids(stockIds)}::uuid[]) order by stock_id
          on conflict (stock_id, rule_version) do update
          set scanned_version = excluded.scanned_version, dirty_from = null, scanned_at = excluded.scanned_at
        `.execute(tx);
      }),
  };
}

async function claimDue(tx: Db, ruleVersion: string, limit: number, except: readonly string[]): Promise<readonly DueScan[]> {
  const passed = [...except];
  for (;;) {
    const stocks = await holdDue(tx, ruleVersion, limit, passed);
    if (stocks.length === 0) return [];
    const marks = await lookAgain(tx, ruleVersion, stocks);
    const due = stocks.flatMap((stock) => {
      const from = marks.get(stock.id);
      return from === undefined ? [] : [{ stock, from }];
    });
    if (due.length > 0) return due;
    passed.push(...stocks.map(({ id }) => id));
  }
}

/** Holds the rows of the stocks that were scanned longest ago; writers of their bars and other scanners wait for them. */
function holdDue(tx: Db, ruleVersion: string, limit: number, except: readonly string[]): Promise<readonly Stock[]> {
  return tx
    .selectFrom('stock_scans as scan')
    .innerJoin('stocks', 'stocks.id', 'scan.stock_id')
    .leftJoin('scan_marks as last', (join) => join.onRef('last.stock_id', '=', 'scan.stock_id').on('last.rule_version', '=', ruleVersion))
    .select(STOCK_COLUMNS)
    .where(isDue(ruleVersion))
    .where(sql<boolean>`scan.stock_id <> all (${[...except]}::uuid[])`)
    .orderBy('last.scanned_at', (order) => order.asc().nullsFirst())
    .orderBy('stocks.symbol')
    .limit(limit)
    .forUpdate('scan')
    .skipLocked()
    .execute();
}

/** Where to scan each from, with the rows held: who held one a moment before may have scanned the stock, which then is absent. */
async function lookAgain(tx: Db, ruleVersion: string, stocks: readonly Stock[]): Promise<ReadonlyMap<string, TradingDate | null>> {
  const { rows } = await sql<{ id: string; from: TradingDate | null }>`
    select scan.stock_id as id, mark.dirty_from as "from"
    from stock_scans as scan
    left join scan_marks as mark on mark.stock_id = scan.stock_id and mark.rule_version = ${ruleVersion}
    where scan.stock_id = any(${toUuids(stocks.map(({ id }) => id))}::uuid[]) and ${isDue(ruleVersion)}
  `.execute(tx);
  return new Map(rows.map(({ id, from }) => [id, from]));
}

async function insertNewSignals(tx: Db, signals: readonly Signal[]): Promise<readonly Signal[]> {
  if (signals.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    insert into vpa_signals (id, stock_id, symbol, "interval", trading_date, kind, direction, rule_version, origin, measured, detected_at)
    select * from jsonb_to_recordset(${JSON.stringify(signals.map(toRow))}::jsonb) as listed (
      id text, stock_id uuid, symbol text, "interval" text, trading_date date, kind text, direction text, rule_version text,
      origin text, measured jsonb, detected_at timestamptz
    )
    on conflict do nothing
    returning id
  `.execute(tx);
  const isNew = new Set(rows.map(({ id }) => id));
  return signals.filter(({ id }) => isNew.has(id));
}

function toRow({ stockId, tradingDate, ruleVersion, detectedAt, ...same }: Signal) {
  return { ...same, stock_id: stockId, trading_date: tradingDate, rule_version: ruleVersion, detected_at: detectedAt };
}
