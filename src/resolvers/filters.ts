import type { SignalFilter, StockFilter } from '../application/ports/readers.js';
import { normalizeSymbols } from '../application/stocks/normalize-symbols.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { ANY_STOCK, type ScreenFilter } from '../domain/vpa/screen/screen-filter.js';
import type { ScreenFilterInputType } from '../schema/screen.type.js';
import type { SignalFilterInput, StockSignalFilterInput } from '../schema/signals.args.js';
import type { StockFilterInput } from '../schema/stocks.args.js';

/** Clients may say null for a part that they leave out. */
export function toStockFilter(input: StockFilterInput | null | undefined): StockFilter {
  const { symbols, exchanges, sectors, isIndex } = input ?? {};
  return {
    ...(symbols ? { symbols } : {}),
    ...(exchanges ? { exchanges } : {}),
    ...(sectors ? { sectors } : {}),
    ...(typeof isIndex === 'boolean' ? { isIndex } : {}),
  };
}

export function toSignalFilter(input: SignalFilterInput | StockSignalFilterInput | null | undefined): SignalFilter {
  if (!input) return {};
  const { kinds, direction, ruleVersions, minScore, minConfidence, statuses } = input;
  const symbols = 'symbols' in input ? input.symbols : undefined;
  return {
    ...(symbols ? { symbols } : {}),
    ...(kinds ? { kinds } : {}),
    ...(direction ? { directions: [direction] } : {}),
    ...(ruleVersions ? { ruleVersions } : {}),
    ...(typeof minScore === 'number' ? { minScore } : {}),
    ...(typeof minConfidence === 'number' ? { minConfidence } : {}),
    ...(statuses ? { statuses } : {}),
    ...toRange(input),
  };
}

export function toRange({ from, to }: { readonly from?: TradingDate | null; readonly to?: TradingDate | null }): {
  readonly from?: TradingDate;
  readonly to?: TradingDate;
} {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

export function toScreenFilter(input: ScreenFilterInputType | null | undefined): ScreenFilter {
  const given = Object.fromEntries(Object.entries(input ?? {}).filter(([, part]) => part !== undefined)) as Partial<ScreenFilter>;
  const { symbols } = given;
  return { ...ANY_STOCK, ...given, symbols: symbols ? normalizeSymbols(symbols) : null };
}
