import type { BarBatch, BarImport, RefusedBar, StoreResult } from '../../../application/ports/bar-store.js';
import { DomainError } from '../../../domain/errors.js';
import type { BarSource } from '../../../domain/market/bar.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { translateError } from '../translate-error.js';
import { ADD_QUARANTINED, ADD_UNKNOWN_STOCKS, MAKE_PARTITIONS, MERGE_STAGE, quarantineRows, type BarSession } from './bar-session.js';

/** An import over a session; the statements are the same on both databases. A failure rolls everything back at once. */
export class StagedBarImport implements BarImport {
  readonly #session: BarSession;
  readonly #source: BarSource;
  readonly #sourceName: string;
  readonly #symbols = new Set<string>();
  readonly #years = new Set<number>();
  #staged = 0;
  #isOpen = true;

  constructor(session: BarSession, source: BarSource, sourceName: string) {
    this.#session = session;
    this.#source = source;
    this.#sourceName = sourceName;
  }

  write(batch: BarBatch): Promise<void> {
    return this.#guarded(async () => {
      if (batch.length === 0) return;
      this.#note(batch);
      await this.#session.stage(batch);
    });
  }

  quarantine(bars: readonly RefusedBar[]): Promise<void> {
    return this.#guarded(async () => {
      if (bars.length > 0) await this.#session.run(ADD_QUARANTINED, [quarantineRows(this.#sourceName, bars)]);
    });
  }

  commit(): Promise<StoreResult> {
    return this.#guarded(async () => {
      const result = this.#staged === 0 ? NOTHING : await this.#merge();
      await this.#session.commit();
      this.#isOpen = false;
      return result;
    });
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#session.rollback();
  }

  async #merge(): Promise<StoreResult> {
    const indices = [...this.#symbols].filter(isIndexSymbol);
    await this.#session.run(MAKE_PARTITIONS, [[...this.#years]]);
    await this.#session.run(ADD_UNKNOWN_STOCKS, [indices, this.#source === 'SIMULATED']);
    const [row] = await this.#session.run(MERGE_STAGE, [this.#source]);
    const inserted = countOf(row, 'inserted');
    const written = countOf(row, 'written');
    return { inserted, updated: written - inserted, unchanged: this.#staged - written };
  }

  #note({ length, symbol, tradingDate }: BarBatch): void {
    this.#staged += length;
    let latestSymbol = '';
    let latestYear = '';
    for (let row = 0; row < length; row++) {
      const year = (tradingDate[row] ?? '').slice(0, 4);
      if (year !== latestYear) this.#years.add(Number((latestYear = year)));
      if (symbol[row] !== latestSymbol) this.#symbols.add((latestSymbol = symbol[row] ?? ''));
    }
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isOpen) throw new DomainError('CONFLICT', 'this import has ended');
    try {
      return await work();
    } catch (error) {
      await this.rollback();
      throw translateError(error);
    }
  }
}

const NOTHING: StoreResult = { inserted: 0, updated: 0, unchanged: 0 };

function countOf(row: unknown, name: 'inserted' | 'written'): number {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  return typeof value === 'number' ? value : 0;
}
