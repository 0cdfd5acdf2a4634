import { describe, expect, it } from 'vitest';

import type { BarBatch, BarStore } from '../../application/ports/bar-store.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { ingestHistory } from './ingest.js';
import type { MarketSource } from './market-source.js';

/** Remembers what each import did. */
function fakeStore(onWrite: () => void = () => undefined) {
  const told: string[] = [];
  const store: BarStore = {
    async open({ source }) {
      told.push(`open ${source}`);
      return {
        async write(batch) {
          onWrite();
          told.push(`write ${batch.length}`);
        },
        async quarantine(refused) {
          told.push(`quarantine ${refused.length}`);
        },
        async commit() {
          told.push('commit');
          return { inserted: 0, updated: 0, unchanged: 0 };
        },
        async rollback() {
          told.push('rollback');
        },
      };
    },
    async ensureStocks(stocks) {
      told.push(`stocks ${stocks.length}`);
    },
  };
  return { store, told };
}

const batch = (length: number): BarBatch => ({ length, symbol: [], tradingDate: [], open: [], high: [], low: [], close: [], volume: [] });
const refusal = { sourceLine: 2, symbol: 'AAA', tradingDate: null, reason: 'DATE', raw: '' };

function sourceOf(parts: readonly { readonly rows: number; readonly refused?: number }[]): MarketSource {
  return {
    identity: { kind: 'simulated', revision: 1 },
    barSource: 'SIMULATED',
    sourceName: 'test',
    stocks: [],
    historyEnd: parseTradingDate('2024-12-31'),
    description: [],
    notice: '',
    async *history() {
      for (const { rows, refused = 0 } of parts) yield { batch: batch(rows), refused: Array.from({ length: refused }, () => refusal) };
    },
    sessionAfter: async () => null,
  };
}

describe('ingestHistory', () => {
  it('makes the instruments known, stores all bars and quarantines what was refused', async () => {
    const { store, told } = fakeStore();
    const sum = await ingestHistory(store, sourceOf([{ rows: 10, refused: 2 }, { rows: 5 }]), new AbortController().signal);
    expect(sum).toEqual({ bars: 15, refused: 2 });
    expect(told).toEqual(['stocks 0', 'open SIMULATED', 'write 10', 'quarantine 2', 'write 5', 'commit']);
  });

  it('commits in between, so that others can use the database', async () => {
    const { store, told } = fakeStore();
    await ingestHistory(store, sourceOf([{ rows: 3000 }, { rows: 3000 }, { rows: 3000 }]), new AbortController().signal);
    expect(told.filter((line) => line === 'commit')).toHaveLength(2);
  });

  it('rolls back what is open where it is aborted', async () => {
    const abort = new AbortController();
    const { store, told } = fakeStore(() => abort.abort());
    const failure: unknown = await ingestHistory(store, sourceOf([{ rows: 10 }, { rows: 10 }]), abort.signal).catch(
      (error: unknown) => error,
    );
    expect(failure).toBe(abort.signal.reason);
    expect(told.at(-1)).toBe('rollback');
    expect(told).not.toContain('commit');
  });

  it('rolls back and fails where a write fails', async () => {
    const { store, told } = fakeStore(() => {
      throw new Error('disk full');
    });
    await expect(ingestHistory(store, sourceOf([{ rows: 10 }]), new AbortController().signal)).rejects.toThrow('disk full');
    expect(told.at(-1)).toBe('rollback');
  });
});
