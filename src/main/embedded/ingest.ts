import type { BarBatch, BarStore, RefusedBar } from '../../application/ports/bar-store.js';
import type { MarketSource } from './market-source.js';

/** Rows in one transaction: while PGlite works on one, this process answers nothing, Ctrl-C included. */
const ROWS_IN_A_TRANSACTION = 4_000;

export interface Ingested {
  readonly bars: number;
  readonly refused: number;
}

/**
 * Stores the whole history, some thousand rows in a transaction. Repeating it changes nothing.
 * @param signal stops it between two batches; what is committed stays.
 */
export async function ingestHistory(store: BarStore, source: MarketSource, signal: AbortSignal): Promise<Ingested> {
  await store.ensureStocks(source.stocks);
  let bars = 0;
  let refused = 0;
  let parts: { readonly batch: BarBatch; readonly refused: readonly RefusedBar[] }[] = [];
  let waiting = 0;
  for await (const part of source.history()) {
    signal.throwIfAborted();
    parts.push(part);
    waiting += part.batch.length;
    bars += part.batch.length;
    refused += part.refused.length;
    if (waiting < ROWS_IN_A_TRANSACTION) continue;
    await writeParts(store, source, parts, signal);
    parts = [];
    waiting = 0;
  }
  if (parts.length > 0) await writeParts(store, source, parts, signal);
  return { bars, refused };
}

/** Stores the bars of one session. */
export async function ingestSession(store: BarStore, source: MarketSource, batch: BarBatch, signal: AbortSignal): Promise<void> {
  await writeParts(store, source, [{ batch, refused: [] }], signal);
}

async function writeParts(
  store: BarStore,
  { barSource, sourceName }: MarketSource,
  parts: readonly { readonly batch: BarBatch; readonly refused: readonly RefusedBar[] }[],
  signal: AbortSignal,
): Promise<void> {
  const open = await store.open({ source: barSource, sourceName });
  try {
    for (const { batch, refused } of parts) {
      signal.throwIfAborted();
      if (batch.length > 0) await open.write(batch);
      if (refused.length > 0) await open.quarantine(refused);
    }
  } catch (error) {
    await open.rollback();
    throw error;
  }
  await open.commit();
}
