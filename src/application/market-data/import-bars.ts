import { DomainError } from '../../domain/errors.js';
import type { BarSource } from '../../domain/market/bar.js';
import type { BarBatch, BarStore, RefusedBar, StoreResult } from '../ports/bar-store.js';
import type { Metrics } from '../ports/telemetry.js';

/** A stretch of a source: its good bars, and the rows that were refused. */
export interface ImportPart {
  readonly batch: BarBatch;
  readonly refused: readonly RefusedBar[];
}

export interface ImportInput {
  readonly source: BarSource;
  /** Names the source in the quarantine: a file's name. */
  readonly sourceName: string;
  readonly parts: AsyncIterable<ImportPart>;
  /** Told after each part how many rows were read so far, good or not. */
  readonly onProgress?: (rows: number) => void;
}

export interface ImportSummary extends StoreResult {
  /** Rows of the source, good or not. */
  readonly read: number;
  readonly refused: number;
  /** How many rows were refused for each reason, in order of first appearance. */
  readonly refusedByReason: Readonly<Record<string, number>>;
  /** How many stocks had good rows. */
  readonly stocks: number;
}

/**
 * Stores the good bars of a source and quarantines the others, in one transaction: importing the same source again writes
 * nothing, and a failure changes nothing.
 * @throws {DomainError} INVALID_INPUT where the source has no good bar at all: it is refused whole, and nothing is stored.
 */
export function importBars({ barStore, metrics }: { readonly barStore: BarStore; readonly metrics: Metrics }) {
  return async ({ source, sourceName, parts, onProgress }: ImportInput): Promise<ImportSummary> => {
    const open = await barStore.open({ source, sourceName });
    const counts = new Counts();
    let result: StoreResult;
    try {
      for await (const { batch, refused } of parts) {
        counts.add(batch, refused);
        if (refused.length > 0) await open.quarantine(refused);
        if (batch.length > 0) await open.write(batch);
        onProgress?.(counts.read);
      }
      counts.requireGood(sourceName);
      result = await open.commit();
    } catch (error) {
      await open.rollback();
      throw error;
    }
    const summary = { ...result, ...counts.summary() };
    report(metrics, summary);
    return summary;
  };
}

class Counts {
  read = 0;
  private refused = 0;
  private readonly reasons = new Map<string, number>();
  private readonly symbols = new Set<string>();

  add(batch: BarBatch, refused: readonly RefusedBar[]): void {
    this.read += batch.length + refused.length;
    this.refused += refused.length;
    for (const { reason } of refused) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    let latest: string | undefined;
    for (const symbol of batch.symbol) if (symbol !== latest) this.symbols.add((latest = symbol));
  }

  requireGood(sourceName: string): void {
    if (this.read > this.refused) return;
    const details = { read: this.read, refusedByReason: Object.fromEntries(this.reasons) };
    const reasons = [...this.reasons].map(([reason, count]) => `${reason} ${count}`).join(', ');
    const why = this.read === 0 ? 'it has no row to import' : `all of its ${this.read} rows are refused: ${reasons}`;
    throw new DomainError('INVALID_INPUT', `nothing of ${sourceName} was imported: ${why}`, { details });
  }

  summary() {
    return { read: this.read, refused: this.refused, refusedByReason: Object.fromEntries(this.reasons), stocks: this.symbols.size };
  }
}

function report(metrics: Metrics, { inserted, updated, unchanged, refusedByReason }: ImportSummary): void {
  for (const [result, count] of Object.entries({ inserted, updated, unchanged })) {
    metrics.increment('vpa_bars_imported_total', { result }, count);
  }
  for (const [reason, count] of Object.entries(refusedByReason)) metrics.increment('market_data_rejected_total', { reason }, count);
}
