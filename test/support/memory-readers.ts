import type { CorporateActionStore } from '../../src/application/ports/corporate-actions.js';
import type { Slice } from '../../src/application/ports/page.js';
import type {
  BarReader,
  QuarantinedBar,
  QuarantineReader,
  SignalFilter,
  SignalKey,
  SignalReader,
  StockReader,
} from '../../src/application/ports/readers.js';
import { signalMatcher } from '../../src/application/signals/signal-filter.js';
import type { Bar, BarColumns } from '../../src/domain/market/bar.js';
import { toEpochDay } from '../../src/domain/market/trading-date.js';
import type { Stock } from '../../src/domain/market/stock.js';
import type { Signal } from '../../src/domain/vpa/signal.js';

export interface MarketFacts {
  readonly stocks: readonly Stock[];
  readonly bars: readonly Bar[];
  readonly signals: readonly Signal[];
  readonly quarantined: readonly QuarantinedBar[];
}

export interface MemoryReaders {
  readonly stocks: StockReader;
  readonly bars: BarReader;
  /** There are none, and none can be recorded. */
  readonly corporateActions: CorporateActionStore;
  readonly signals: SignalReader;
  readonly quarantine: QuarantineReader;
}

/** The read side over arrays, in the orders that the ports promise. Each call of a reader is told to `onRead`. */
export function memoryReaders(facts: MarketFacts, onRead: () => void = () => {}): MemoryReaders {
  const signalsAfter = (filter: SignalFilter, after: SignalKey | null, stockId?: string): Signal[] => {
    onRead();
    const matches = signalMatcher(filter);
    return facts.signals
      .filter((signal) => matches(signal) && (stockId === undefined || signal.stockId === stockId))
      .toSorted(bySignalKey)
      .filter((signal) => after === null || bySignalKey(signal, after) > 0);
  };
  const stocks: StockReader = {
    list: async (filter, page) => {
      onRead();
      const rows = facts.stocks
        .filter((stock) => (filter.symbols?.includes(stock.symbol) ?? true) && (filter.isIndex ?? stock.isIndex) === stock.isIndex)
        .filter((stock) =>
          stock.exchange === null ? filter.exchanges === undefined : (filter.exchanges?.includes(stock.exchange) ?? true),
        )
        .toSorted((a, b) => compare(a.symbol, b.symbol));
      return slice(
        rows.filter((stock) => page.after === null || stock.symbol > page.after.symbol),
        page.first,
      );
    },
    count: async (filter) => (await stocks.list(filter, { first: Number.MAX_SAFE_INTEGER, after: null })).items.length,
    findBySymbols: async (symbols) => (onRead(), facts.stocks.filter((stock) => symbols.includes(stock.symbol))),
    findByIds: async (ids) => (onRead(), facts.stocks.filter((stock) => ids.includes(stock.id))),
  };
  return {
    stocks,
    bars: {
      listByStocks: async (stockIds, query) => {
        onRead();
        const sign = query.order === 'ASC' ? 1 : -1;
        const { after, first } = query.page;
        return stockIds.map((stockId) =>
          slice(
            facts.bars
              .filter((bar) => bar.stockId === stockId && bar.tradingDate >= (query.from ?? '') && bar.tradingDate <= (query.to ?? '9'))
              .toSorted((a, b) => sign * compare(a.tradingDate, b.tradingDate))
              .filter((bar) => after === null || sign * compare(bar.tradingDate, after.tradingDate) > 0),
            first,
          ),
        );
      },
      latestByStocks: async (stockIds) => {
        onRead();
        return stockIds.map(
          (stockId) =>
            facts.bars.filter((bar) => bar.stockId === stockId).toSorted((a, b) => compare(b.tradingDate, a.tradingDate))[0] ?? null,
        );
      },
      tradedColumns: async (ends, count) => {
        onRead();
        return ends.map(({ stockId, to }) =>
          columnsOf(
            facts.bars
              .filter((bar) => bar.stockId === stockId && bar.tradingDate <= to && bar.volume > 0)
              .toSorted((a, b) => compare(a.tradingDate, b.tradingDate))
              .slice(-count),
          ),
        );
      },
    },
    corporateActions: {
      listByStocks: async (ids) => (onRead(), ids.map(() => [])),
      adjustmentsByStocks: async (ids) => ids.map(() => []),
      record: async () => null,
      cancel: async () => null,
    },
    signals: {
      list: async (filter, page) => slice(signalsAfter(filter, page.after), page.first),
      count: async (filter) => signalsAfter(filter, null).length,
      listByStocks: async (stockIds, filter, page) => stockIds.map((id) => slice(signalsAfter(filter, page.after, id), page.first)),
      findByIds: async (ids) => (onRead(), facts.signals.filter((signal) => ids.includes(signal.id))),
    },
    quarantine: {
      counts: async () => (onRead(), []),
      list: async ({ first, after }) => {
        onRead();
        const rows = facts.quarantined.toSorted((a, b) => Number(b.id) - Number(a.id));
        return slice(
          rows.filter((bar) => after === null || Number(bar.id) < Number(after.id)),
          first,
        );
      },
    },
  };
}

function columnsOf(bars: readonly Bar[]): BarColumns {
  const column = (read: (bar: Bar) => string | number) => Float64Array.from(bars, (bar) => Number(read(bar)));
  return {
    length: bars.length,
    epochDay: Int32Array.from(bars, ({ tradingDate }) => toEpochDay(tradingDate)),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
  };
}

function slice<T>(rows: readonly T[], first: number): Slice<T> {
  return { items: rows.slice(0, first), hasNextPage: rows.length > first };
}

function bySignalKey(a: SignalKey, b: SignalKey): number {
  return (
    compare(b.tradingDate, a.tradingDate) || compare(a.symbol, b.symbol) || compare(a.kind, b.kind) || compare(a.ruleVersion, b.ruleVersion)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
