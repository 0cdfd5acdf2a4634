import type { DueScan, ScanStore, ScanTransaction } from '../../src/application/ports/scans.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import type { Stock } from '../../src/domain/market/stock.js';
import { type TradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import type { Signal } from '../../src/domain/vpa/signal.js';

export interface ScannedStock {
  readonly stock: Stock;
  readonly bars: BarColumns;
  due: boolean;
  from: TradingDate | null;
}

/** Stocks, bars and signals in memory, with transactions that are undone where they throw. One scanner at a time. */
export class MemoryScanStore implements ScanStore {
  readonly stocks: ScannedStock[] = [];
  signals = new Map<string, Signal>();
  events: Signal[] = [];
  transactions = 0;
  /** Called with the stock whose bars are asked for; throws to fail the scan. */
  beforeLoad: (stockId: string) => void = () => {};

  async transaction<T>(work: (tx: ScanTransaction) => Promise<T>): Promise<T> {
    this.transactions += 1;
    const before = { signals: new Map(this.signals), events: [...this.events], due: this.stocks.map(({ due }) => due) };
    try {
      return await work(this.#tx());
    } catch (error) {
      this.signals = before.signals;
      this.events = before.events;
      this.stocks.forEach((entry, at) => (entry.due = before.due[at] ?? false));
      throw error;
    }
  }

  countDue(): Promise<number> {
    return Promise.resolve(this.stocks.filter(({ due }) => due).length);
  }

  #tx(): ScanTransaction {
    return {
      claimDue: (_ruleVersion, limit, except = []): Promise<readonly DueScan[]> => {
        const entries = this.stocks.filter(({ due, stock }) => due && !except.includes(stock.id));
        return Promise.resolve(entries.slice(0, limit).map(({ stock, from }) => ({ stock, from })));
      },
      loadBars: async (due, warmUp) =>
        Promise.resolve(
          due.map(({ stock, from }) => {
            this.beforeLoad(stock.id);
            const { bars } = this.#entry(stock.id);
            const first = from === null ? 0 : Math.max(0, bars.epochDay.findIndex((day) => day >= toEpochDay(from)) - warmUp);
            return sliceBars(bars, first);
          }),
        ),
      insertNewSignals: (signals) => {
        const fresh = signals.filter(({ id }) => !this.signals.has(id));
        for (const signal of fresh) this.signals.set(signal.id, signal);
        return Promise.resolve(fresh);
      },
      listUnfired: () => Promise.resolve(),
      addEvents: (signals) => Promise.resolve(void this.events.push(...signals)),
      markScanned: async (stockIds) => {
        for (const id of stockIds) this.#entry(id).due = false;
        return Promise.resolve();
      },
    };
  }

  #entry(stockId: string): ScannedStock {
    const found = this.stocks.find(({ stock }) => stock.id === stockId);
    if (found === undefined) throw new Error(`no stock ${stockId}`);
    return found;
  }
}

function sliceBars(bars: BarColumns, first: number): BarColumns {
  return {
    length: bars.length - first,
    epochDay: bars.epochDay.slice(first),
    open: bars.open.slice(first),
    high: bars.high.slice(first),
    low: bars.low.slice(first),
    close: bars.close.slice(first),
    volume: bars.volume.slice(first),
  };
}
