import type { PGlite } from '@electric-sql/pglite';

import type { AccountStore } from '../../application/ports/accounts.js';
import type { AlertStore } from '../../application/ports/alerts.js';
import type { BacktestStore } from '../../application/ports/backtests.js';
import type { BarArchive } from '../../application/ports/bar-archive.js';
import type { BarStore } from '../../application/ports/bar-store.js';
import type { CorporateActionStore } from '../../application/ports/corporate-actions.js';
import type { EventEpoch, EventLog, Outbox } from '../../application/ports/events.js';
import type { FillStore } from '../../application/ports/fills.js';
import type { Freshness } from '../../application/ports/freshness.js';
import type { Leadership } from '../../application/ports/leadership.js';
import type { MinuteBarStore } from '../../application/ports/minute-bars.js';
import type { PortfolioStore } from '../../application/ports/portfolios.js';
import type { BarReader, QuarantineReader, SignalReader, StockReader } from '../../application/ports/readers.js';
import type { MarketBarReader, ReadingStore } from '../../application/ports/readings.js';
import type { ScanStore } from '../../application/ports/scans.js';
import type { ScoreStore } from '../../application/ports/scores.js';
import type { ScreenStore } from '../../application/ports/screens.js';
import type { StockDirectory } from '../../application/ports/stock-directory.js';
import type { Logger } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';

/** A PostgreSQL server, or PGlite in a directory that belongs to this process alone, or a PGlite that the caller owns and closes. */
export type DatabaseOptions = (
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number; readonly statementTimeoutMs: number }
  | { readonly kind: 'pglite'; readonly directory: string }
  | { readonly kind: 'pglite-instance'; readonly instance: PGlite }
) & {
  /** Told of trouble with idle connections; nothing else is logged here. */
  readonly logger?: Logger;
  /** Statements become spans; events remember the trace they came from. */
  readonly tracer?: Tracer;
  /** Called with the SQL of each statement of the readers, for tests that count them. */
  readonly onStatement?: (sql: string) => void;
};

/** Connections of a pool at this moment. */
export interface PoolUse {
  /** How many it may open. */
  readonly size: number;
  readonly inUse: number;
  /** Callers that wait for one. */
  readonly waiting: number;
}

/**
 * Everything that the rest of the house does with the database. Every method fails with a DomainError: retryable
 * where the server was away, busy or restarting; SERVICE_READ_ONLY where it refuses writes; INTERNAL otherwise.
 */
export interface Database {
  readonly accounts: AccountStore;
  readonly alerts: AlertStore;
  readonly portfolios: PortfolioStore;
  readonly backtests: BacktestStore;
  readonly stocks: StockReader;
  readonly directory: StockDirectory;
  readonly bars: BarReader;
  readonly corporateActions: CorporateActionStore;
  readonly signals: SignalReader;
  readonly quarantine: QuarantineReader;
  readonly eventLog: EventLog;
  readonly outbox: Outbox;
  readonly eventEpoch: EventEpoch;
  readonly scans: ScanStore;
  readonly scores: ScoreStore;
  readonly readings: ReadingStore;
  readonly screens: ScreenStore;
  readonly marketBars: MarketBarReader;
  readonly fills: FillStore;
  readonly minuteBars: MinuteBarStore;
  readonly leadership: Leadership;
  readonly freshness: Freshness;
  readonly barStore: BarStore;
  readonly barArchive: BarArchive;
  /** Brings the schema up to date and returns the names of the migrations it ran. Any number may run at once: one applies, the others wait and find nothing to do. */
  migrate(): Promise<readonly string[]>;
  /** Names of the migrations that this build knows and the database lacks. Changes nothing. */
  pendingMigrations(): Promise<readonly string[]>;
  /** Makes the yearly partitions of `market_data` up to the year after next. Harmless when repeated or run at once by several. */
  ensurePartitions(): Promise<void>;
  /** Bytes of the log that the server has written. PostgreSQL only. */
  walPosition(): Promise<number>;
  /** Connections of the pool; null where there is none (PGlite). */
  poolUse(): PoolUse | null;
  /** Whether the database answers within two seconds. Never rejects. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}
