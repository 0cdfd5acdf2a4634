import { setTimeout as delay } from 'node:timers/promises';

import { sql } from 'kysely';

import { createBarArchive } from './bars/bar-archive.js';
import { createBarStore } from './bars/bar-store.js';
import { connect } from './connection.js';
import type { Database, DatabaseOptions } from './database.js';
import { createLeadership } from './leadership.js';
import { findPendingMigrations, runMigrations } from './migrate.js';
import { dbOf } from './orm.js';
import { createAccountStore } from './repositories/account-store.js';
import { createAlertStore } from './repositories/alert-store.js';
import { createBacktestStore } from './repositories/backtest-store.js';
import { createBarReader } from './repositories/bar.repository.js';
import { createCorporateActionStore } from './repositories/corporate-action-store.js';
import { createEventEpoch } from './repositories/event-epoch.js';
import { createEventLog } from './repositories/event-log.js';
import { createFillStore } from './repositories/fill-store.js';
import { createFreshness } from './repositories/freshness.js';
import { createMarketBarReader } from './repositories/market-bars.js';
import { createMinuteBarStore } from './repositories/minute-bar-store.js';
import { createOutbox } from './repositories/outbox.js';
import { createPortfolioStore } from './repositories/portfolio-store.js';
import { createQuarantineReader } from './repositories/quarantine.repository.js';
import { createReadingStore } from './repositories/reading-store.js';
import { createScanStore } from './repositories/scan-store.js';
import { createScoreStore } from './repositories/score-store.js';
import { createScreenStore } from './repositories/screen-store.js';
import { createSignalReader } from './repositories/signal.repository.js';
import { createStockDirectory } from './repositories/stock-directory.js';
import { createStockReader } from './repositories/stock.repository.js';
import { statementHook } from './statement-hook.js';
import { translating } from './translate-error.js';

const REACHABLE_WITHIN_MS = 2_000;
/** Bars of next year are asked for on its first trading day; the year after is for those who restart rarely. */
const YEARS_AHEAD = 2;

/**
 * Opens the database. Does not migrate it. A PostgreSQL that is away is no failure here: the calls will tell.
 * @throws {DomainError} CONFLICT where another process holds the PGlite directory.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connection = await connect(options);
  const plain = dbOf(connection.orm);
  const db = options.onStatement === undefined ? plain : plain.withPlugin(statementHook(options.onStatement));
  let migrating: Promise<unknown> = Promise.resolve();
  return {
    accounts: createAccountStore(db),
    alerts: createAlertStore(db),
    portfolios: createPortfolioStore(db),
    backtests: createBacktestStore(db),
    stocks: createStockReader(db),
    directory: createStockDirectory(db),
    bars: createBarReader(db),
    corporateActions: createCorporateActionStore(db),
    signals: createSignalReader(db),
    quarantine: createQuarantineReader(db),
    eventLog: createEventLog(db),
    outbox: createOutbox(db),
    eventEpoch: createEventEpoch(db),
    scans: createScanStore(db, options.tracer),
    scores: createScoreStore(db, options.tracer),
    readings: createReadingStore(db),
    screens: createScreenStore(db),
    marketBars: createMarketBarReader(db),
    fills: createFillStore(db),
    minuteBars: createMinuteBarStore(db),
    leadership: createLeadership(connection),
    freshness: createFreshness(db),
    barStore: createBarStore(connection, db),
    barArchive: createBarArchive(connection),
    migrate() {
      const run = migrating.then(() => translating(() => runMigrations(connection)));
      migrating = run.catch(() => undefined);
      return run;
    },
    pendingMigrations: () => translating(() => findPendingMigrations(connection)),
    ensurePartitions: () =>
      translating(async () => {
        await sql`
          select make_market_data_partitions(year, year + ${YEARS_AHEAD})
          from (select extract(year from now() at time zone 'Asia/Ho_Chi_Minh')::integer as year) as today
        `.execute(db);
      }),
    walPosition: () =>
      translating(async () => {
        const { rows } = await sql<{ position: number }>`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as position`.execute(
          db,
        );
        return rows[0]?.position ?? 0;
      }),
    poolUse: () => connection.poolUse(),
    isReachable: () => isReachable(async () => void (await sql`select 1`.execute(db))),
    close: () => connection.close(),
  };
}

async function isReachable(ask: () => Promise<void>): Promise<boolean> {
  const timeout = new AbortController();
  try {
    return await Promise.race([ask().then(() => true), delay(REACHABLE_WITHIN_MS, false, { signal: timeout.signal, ref: false })]);
  } catch {
    return false;
  } finally {
    timeout.abort();
  }
}
