import { newestClosedSessions, previousTradingDay } from '../../domain/market/calendar.js';
import { missingDays, rangesOver } from '../../domain/market/history-gaps.js';
import type { MarketBar } from '../../domain/market/market-bar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { BarBatch, BarStore, StoreResult } from '../ports/bar-store.js';
import type { ClaimedFill, FillOutcome, WantedHistory } from '../ports/fills.js';
import type { FetchedBars, MarketDataProvider } from '../ports/market-data-provider.js';
import type { Metrics } from '../ports/telemetry.js';

export interface FillDeps {
  readonly provider: MarketDataProvider;
  readonly barStore: BarStore;
  readonly metrics: Metrics;
}

export interface Filled {
  readonly outcome: FillOutcome;
  readonly bars: number;
  readonly refused: number;
}

/** A bar of that session may come later than its close for so many tries; then the share is taken not to have traded. */
const TRIES = 5;
const FIRST_RETRY_MS = 600_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;

/** Pause before a symbol is asked for again. */
export function retryInMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
}

/**
 * Asks for what a symbol's history lacks and stores it, one transaction for each answer: repeating it writes nothing twice.
 * Days that nobody has a bar of are remembered as absent; where rows were refused, the newest bar is late, or an answer was
 * empty without a word why, they are asked for again some times before.
 * @throws {DomainError} PROVIDER_UNAVAILABLE or of the database; what was stored before stays
 */
export async function fillHistory(
  { provider, barStore, metrics }: FillDeps,
  fill: ClaimedFill,
  wanted: WantedHistory,
  now: Date,
  abort: AbortSignal,
): Promise<Filled> {
  const { symbol, exchange, stored, latest, covered, absent } = fill;
  const asked = missingDays({ ...fill, wanted });
  const have = new Set(stored);
  const doubtful = new Set<string>();
  let bars = 0;
  let refused = 0;
  for (const range of rangesOver(asked, wanted.from)) {
    const request = { symbol, interval: 'D1', ...range, exchangeOn: () => exchange, known: latest ?? undefined } as const;
    const fetched = await provider.fetchBars(request, abort);
    countStored(metrics, await store(barStore, symbol, fetched));
    bars += fetched.bars.length;
    refused += fetched.refused.length;
    for (const { tradingDate } of fetched.bars) have.add(tradingDate);
    for (const { time } of fetched.refused) if (time !== null) doubtful.add(time.slice(0, 10));
    for (const day of asked) if (fetched.unexplained.some(({ from, to }) => day >= from && day <= to)) doubtful.add(day);
  }
  const [newest] = newestClosedSessions(now, 1);
  if (newest !== undefined) doubtful.add(newest);
  const lacking = asked.filter((day) => !have.has(day));
  const pending = fill.failures < TRIES ? lacking.filter((day) => doubtful.has(day)) : [];
  return {
    outcome: {
      covered: pending[0] === undefined ? wanted : coveredBefore(pending[0], wanted, covered),
      absent: [...absent, ...settled(lacking, pending, have)],
      retryInMs: pending.length === 0 ? null : retryInMs(fill.failures),
    },
    bars,
    refused,
  };
}

/** Days without a bar that are not asked for again; those before the first bar need not be remembered one by one. */
function settled(lacking: readonly TradingDate[], pending: readonly TradingDate[], have: ReadonlySet<TradingDate>): TradingDate[] {
  let first: TradingDate | undefined;
  for (const day of have) if (first === undefined || day < first) first = day;
  return lacking.filter((day) => !pending.includes(day) && first !== undefined && day > first);
}

/** What is covered where a day is still to come: what is before it, or what was covered at the start. */
function coveredBefore(day: TradingDate, wanted: WantedHistory, before: WantedHistory | null): WantedHistory | null {
  const to = previousTradingDay(day);
  return to < wanted.from ? before : { from: wanted.from, to };
}

async function store(barStore: BarStore, symbol: string, { bars, refused, provider }: FetchedBars): Promise<StoreResult> {
  const source = provider === 'simulated' ? 'SIMULATED' : 'PROVIDER';
  const open = await barStore.open({ source, sourceName: `${provider}: ${symbol}` });
  try {
    await open.quarantine(refused.map(({ time, reason, raw }) => ({ sourceLine: null, symbol, tradingDate: time, reason, raw })));
    await open.write(toBatch(bars));
    return await open.commit();
  } catch (error) {
    await open.rollback();
    throw error;
  }
}

function countStored(metrics: Metrics, { inserted, updated, unchanged }: StoreResult): void {
  for (const [result, count] of Object.entries({ inserted, updated, unchanged })) {
    metrics.increment('vpa_bars_imported_total', { result }, count);
  }
}

function toBatch(bars: readonly MarketBar[]): BarBatch {
  return {
    length: bars.length,
    symbol: bars.map(({ symbol }) => symbol),
    tradingDate: bars.map(({ tradingDate }) => tradingDate),
    open: bars.map(({ open }) => open),
    high: bars.map(({ high }) => high),
    low: bars.map(({ low }) => low),
    close: bars.map(({ close }) => close),
    volume: bars.map(({ volume }) => volume),
  };
}
