import { sql, type RawBuilder } from 'kysely';

import type { DueScan, ScanTransaction } from '../../../application/ports/scans.js';
import type { Stock } from '../../../domain/market/stock.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Signal } from '../../../domain/vpa/signal.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addEvents } from './add-events.js';
import { loadBarColumns } from './bar-columns.js';
import { STOCK_COLUMNS } from './stock.repository.js';

/** The condition under which a row of `stock_scans`, named `scan`, has something to scan. */
export function isDue(ruleVersion: string): RawBuilder<boolean> {
  return sql`(scan.scanned_version < scan.bars_version or scan.rule_version is distinct from ${ruleVersion}::text)`;
}

/** What a scan does, inside the given database transaction. */
export function createScanTransaction(tx: Db): ScanTransaction {
  return {
    claimDue: (ruleVersion, except = []) => translating(() => claimDue(tx, ruleVersion, except)),
    loadBars: (stockId, from, warmUp) => translating(() => loadBarColumns(tx, stockId, from, warmUp)),
    insertNewSignals: (signals) => translating(() => insertNewSignals(tx, signals)),
    addEvents: (signals) =>
      translating(() =>
        addEvents(
          tx,
          signals.map((signal) => ({ type: 'signal.detected', signal })),
        ),
      ),
    markScanned: (stockId, ruleVersion) =>
      translating(async () => {
        await sql`
          update stock_scans
          set scanned_version = bars_version, dirty_from = null, rule_version = ${ruleVersion}, scanned_at = now()
          where stock_id = ${stockId}::uuid
        `.execute(tx);
      }),
  };
}

async function claimDue(tx: Db, ruleVersion: string, except: readonly string[]): Promise<DueScan | null> {
  const row: (Stock & { readonly from: TradingDate | null }) | undefined = await tx
    .selectFrom('stock_scans as scan')
    .innerJoin('stocks', 'stocks.id', 'scan.stock_id')
    .select(STOCK_COLUMNS)
    .select(sql<TradingDate | null>`case when scan.rule_version = ${ruleVersion} then scan.dirty_from end`.as('from'))
    .where(isDue(ruleVersion))
    .where(sql<boolean>`scan.stock_id <> all (${[...except]}::uuid[])`)
    .orderBy('scan.scanned_at', (order) => order.asc().nullsFirst())
    .orderBy('stocks.symbol')
    .limit(1)
    .forUpdate('scan')
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return null;
  const { from, ...stock } = row;
  return { stock, from };
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
