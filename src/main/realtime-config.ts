/** What the realtime worker follows, and how. */
export interface RealtimeConfig {
  /** Null: every active stock and index of the database. */
  readonly symbols: readonly string[] | null;
  /** Parts that the symbols are divided into, each with one leader among all processes. */
  readonly shards: number;
  /** Parts that this process leads at most. */
  readonly shardsLed: number;
  /** The newest prices are told this often. */
  readonly priceEveryMs: number;
  /** Instruments whose missed minutes are fetched at once. */
  readonly refills: number;
  /** Sessions older than that lose their minutes. */
  readonly retentionDays: number;
}

interface Reads {
  integer(name: string, fallback: number, min: number, max: number): number;
  symbols(name: string): readonly string[] | null;
}

const MAX_SHARDS = 64;

/** Reads what the environment says of the realtime worker. */
export function readRealtime(read: Reads): RealtimeConfig {
  const shards = read.integer('VPA_REALTIME_SHARDS', 1, 1, MAX_SHARDS);
  return {
    symbols: read.symbols('VPA_REALTIME_SYMBOLS'),
    shards,
    shardsLed: read.integer('VPA_REALTIME_SHARDS_LED', shards, 1, MAX_SHARDS),
    priceEveryMs: read.integer('VPA_REALTIME_PRICE_MS', 200, 20, 10_000),
    refills: read.integer('VPA_REALTIME_REFILLS', 4, 1, 64),
    retentionDays: read.integer('VPA_MINUTE_RETENTION_DAYS', 45, 1, 400),
  };
}
