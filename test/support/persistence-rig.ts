import pg from 'pg';

import type { Database } from '../../src/adapters/persistence/database.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { BarBatch } from '../../src/application/ports/bar-store.js';
import { migratedPglite, migratedPostgres } from './databases.js';

/** A migrated database under test, and a way to look behind it. */
export interface PersistenceRig {
  readonly database: Database;
  /** SQL of the statements since {@link PersistenceRig.forget}. */
  readonly statements: readonly string[];
  forget(): void;
  query(sql: string, params?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Back to what the migrations leave. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const RESET = [
  'truncate market_data, minute_bars, vpa_signals, signal_scores, signals_due, quarantined_bars, events, stock_scans, scan_marks, bar_fills, corporate_actions, stock_readings, track_record',
  "delete from stocks where symbol not in ('VCB', 'TCB', 'BID', 'HPG', 'HSG', 'VIC', 'VHM', 'MSN', 'SAB')",
  'update event_counter set last_seq = 0, pruned_through = 0',
];

export async function postgresRig(): Promise<PersistenceRig> {
  const { url, drop } = await migratedPostgres();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // Dropping the database may cut connections that are still saying goodbye.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const statements: string[] = [];
  const database = await openDatabase({ ...postgresOptions(url), onStatement: (sql) => statements.push(sql) });
  return rig(
    database,
    statements,
    async (sql, params) => (await pool.query<Record<string, unknown>>(sql, [...params])).rows,
    async () => {
      await pool.end();
      await drop();
    },
  );
}

export function postgresOptions(url: string) {
  return { kind: 'postgres', url, poolSize: 8, statementTimeoutMs: 20_000 } as const;
}

export async function pgliteRig(): Promise<PersistenceRig> {
  const instance = await migratedPglite();
  const statements: string[] = [];
  const database = await openDatabase({ kind: 'pglite-instance', instance, onStatement: (sql) => statements.push(sql) });
  return rig(
    database,
    statements,
    async (sql, params) => (await instance.query<Record<string, unknown>>(sql, [...params])).rows,
    () => instance.close(),
  );
}

function rig(
  database: Database,
  statements: string[],
  query: (sql: string, params: readonly unknown[]) => Promise<Record<string, unknown>[]>,
  close: () => Promise<void>,
): PersistenceRig {
  return {
    database,
    statements,
    forget: () => void statements.splice(0),
    query: (sql, params = []) => query(sql, params),
    async reset() {
      for (const statement of RESET) await query(statement, []);
      statements.splice(0);
    },
    async close() {
      await database.close();
      await close();
    },
  };
}

export interface PlainBar {
  readonly symbol: string;
  readonly date: string;
  readonly close?: string;
  readonly volume?: number;
}

/** Bars with all prices equal to `close`. */
export function batchOf(bars: readonly PlainBar[]): BarBatch {
  const close = bars.map((bar) => bar.close ?? '10000');
  return {
    length: bars.length,
    symbol: bars.map(({ symbol }) => symbol),
    tradingDate: bars.map(({ date }) => date),
    open: close,
    high: close,
    low: close,
    close,
    volume: bars.map((bar) => bar.volume ?? 1000),
  };
}

/** Stores bars in one import. */
export async function store(database: Database, bars: readonly PlainBar[]) {
  const open = await database.barStore.open({ source: 'CSV', sourceName: 'test.csv' });
  await open.write(batchOf(bars));
  return open.commit();
}

/** The id of each stock, by symbol. */
export async function stockIds(database: Database, symbols: readonly string[]): Promise<string[]> {
  const stocks = await database.stocks.findBySymbols(symbols);
  return symbols.map((symbol) => stocks.find((stock) => stock.symbol === symbol)!.id);
}
