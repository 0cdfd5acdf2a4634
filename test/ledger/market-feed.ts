import type { Database } from '../../src/adapters/persistence/database.js';
import type { BarBatch } from '../../src/application/ports/bar-store.js';
import { DomainError } from '../../src/domain/errors.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { newestClosedSessions } from '../../src/domain/market/calendar.js';
import { fromEpochDay, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { RULE_VERSION, signalId } from '../../src/domain/vpa/signal.js';
import { restlessBars } from '../support/restless-bars.js';

const BARS = 100;
/** Stocks of one import. */
const STOCKS = 5;
const LIVE_SESSIONS = 5;
const RETRY_MS = 50;
const RETRIES = 400;

/** Brings in the bars of made-up stocks, and now and then corrects the newest bar of one, whatever happens to the servers meanwhile. */
export class MarketFeed {
  readonly #database: Database;
  readonly #prefix: string;
  readonly #random: () => number;
  readonly #bars: BarColumns[] = [];
  readonly #corrected = new Set<number>();

  constructor(database: Database, prefix: string, random: () => number) {
    this.#database = database;
    this.#prefix = prefix;
    this.#random = random;
  }

  get stocks(): number {
    return this.#bars.length;
  }

  /** Stores the bars of the next stocks, or corrections. Resolves when that is committed. */
  async next(): Promise<void> {
    const isCorrection = this.#bars.length > STOCKS && this.#random() < 0.2;
    const indices = new Set(Array.from({ length: STOCKS }, () => (isCorrection ? this.#correct() : this.#add())));
    await this.#store([...indices]);
  }

  #add(): number {
    return this.#bars.push(restlessBars(BARS, { seed: Math.floor(this.#random() * 2 ** 31), now: new Date() })) - 1;
  }

  #correct(): number {
    const index = Math.floor(this.#random() * this.#bars.length);
    const volume = this.#bars[index]?.volume;
    if (volume !== undefined) volume[BARS - 1] = Math.round((volume[BARS - 1] ?? 0) * 3) + 1;
    this.#corrected.add(index);
    return index;
  }

  /** Ids of the signals that subscribers must have been told, of the stocks that were never corrected. */
  owedSignals(): readonly string[] {
    const live = new Set(newestClosedSessions(new Date(), LIVE_SESSIONS).map(toEpochDay));
    return this.#bars.flatMap((bars, index) => {
      if (this.#corrected.has(index)) return [];
      const symbol = this.#symbol(index);
      const analysis = analyseSeries(bars, { symbol, isIndex: false });
      return [...bars.epochDay].flatMap((day, t) => {
        if (!live.has(day)) return [];
        const tradingDate = fromEpochDay(day);
        return analysis.firedAt(t).map(({ kind }) => signalId({ symbol, interval: 'D1', tradingDate, kind, ruleVersion: RULE_VERSION }));
      });
    });
  }

  #symbol(index: number): string {
    return `${this.#prefix}N${index}`;
  }

  async #store(indices: readonly number[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const open = await this.#database.barStore.open({ source: 'CSV', sourceName: 'ledger' });
        try {
          for (const index of indices) await open.write(this.#batch(index));
          await open.commit();
          return;
        } catch (error) {
          await open.rollback().catch(() => undefined);
          throw error;
        }
      } catch (error) {
        if (!(error instanceof DomainError && error.retryable) || attempt >= RETRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #batch(index: number): BarBatch {
    const bars = this.#bars[index] ?? restlessBars(0);
    return {
      length: bars.length,
      symbol: Array.from({ length: bars.length }, () => this.#symbol(index)),
      tradingDate: [...bars.epochDay].map(fromEpochDay),
      open: [...bars.open].map(String),
      high: [...bars.high].map(String),
      low: [...bars.low].map(String),
      close: [...bars.close].map(String),
      volume: [...bars.volume],
    };
  }
}
