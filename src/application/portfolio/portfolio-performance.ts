import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { newestClosedSessions, previousTradingDay, tradingDays } from '../../domain/market/calendar.js';
import { toEpochDay, type TradingDate } from '../../domain/market/trading-date.js';
import { MARKET_INDEX } from '../../domain/market/stock.js';
import { measurePerformance, type Performance } from '../../domain/portfolio/performance/measure-performance.js';
import type { ValuedDay } from '../../domain/portfolio/performance/value-days.js';
import { Portfolio } from '../../domain/portfolio/portfolio.js';
import type { PortfolioTransaction } from '../../domain/portfolio/transaction.js';
import { notFound, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { checkRange, MAX_BAR_PAGE } from '../page-limits.js';
import type { PortfolioStore } from '../ports/portfolios.js';

const MAX_DAYS = 3_660;
/** Closes that are read at most: all shares over a year, or a hundred over ten years. */
const MAX_CLOSES = 300_000;
const MAX_RISK_FREE = 100;

export interface PerformanceRequest {
  readonly id: string;
  readonly from: TradingDate;
  readonly to: TradingDate;
  /** Days of the series, 1 to 1 000: of more sessions every so many, the last one always. */
  readonly points: number;
  /** Per cent a year. */
  readonly riskFreePct: number;
}

/** How a portfolio did from one date to another, the last closed session at most; begins with its first transaction at the earliest. */
export function portfolioPerformance({ portfolios, now }: { readonly portfolios: PortfolioStore; readonly now: () => Date }) {
  /** @throws {DomainError} INVALID_INPUT by field, NOT_FOUND */
  return async (request: PerformanceRequest, actor: Actor): Promise<Performance> => {
    requirePermission(actor, 'portfolio:read');
    checkRequest(request);
    const transactions = await portfolios.transactions(ownUserId(actor), requireUuid(request.id, 'portfolio'));
    if (transactions === null) throw notFound('portfolio');
    const { points, riskFreePct } = request;
    const [newest] = newestClosedSessions(now(), 1);
    const first = transactions[0]?.date;
    const to = newest !== undefined && newest < request.to ? newest : request.to;
    const sessions = first === undefined ? [] : tradingDays(first > request.from ? first : request.from, to);
    const symbols = heldWithin(transactions, sessions);
    if (symbols.length * sessions.length > MAX_CLOSES)
      throw new DomainError('INVALID_INPUT', 'these are too many stocks for so long a time', { details: { field: 'from' } });
    const start = sessions[0];
    const range = { from: start ?? request.from, to };
    const closes = start === undefined ? new Map<string, never>() : await portfolios.closes([...symbols, MARKET_INDEX], range);
    const sectors = new Map((await portfolios.quotes(symbols, null)).map(({ symbol, sector }) => [symbol, sector]));
    const performance = measurePerformance({
      transactions,
      sessions,
      closes,
      benchmark: closes.get(MARKET_INDEX),
      riskFreePct,
      sectorOf: (symbol) => sectors.get(symbol) ?? null,
    });
    return { ...performance, days: thinned(performance.days, points) };
  };
}

function checkRequest({ from, to, points, riskFreePct }: PerformanceRequest): void {
  checkRange({ from, to });
  const refuse = (field: string, what: string) => new DomainError('INVALID_INPUT', `${field} ${what}`, { details: { field } });
  if (toEpochDay(to) - toEpochDay(from) > MAX_DAYS) throw refuse('from', `has to be within ${MAX_DAYS} days of to`);
  if (!Number.isInteger(points) || points < 1 || points > MAX_BAR_PAGE) throw refuse('points', `has to be from 1 to ${MAX_BAR_PAGE}`);
  if (!(Math.abs(riskFreePct) <= MAX_RISK_FREE)) throw refuse('riskFreePct', 'has to be from -100 to 100');
}

/** Tickers that are held before the first session, or bought later up to the last. */
function heldWithin(transactions: readonly PortfolioTransaction[], sessions: readonly TradingDate[]): readonly string[] {
  const [first, last] = [sessions[0], sessions.at(-1)];
  if (first === undefined || last === undefined) return [];
  const before = previousTradingDay(first);
  const held = Portfolio.of(transactions.filter(({ date }) => date <= before)).positions(new Date(0));
  const bought = transactions.filter(({ type, date }) => type === 'BUY' && date > before && date <= last);
  return [
    ...new Set([...held.filter(({ shares }) => shares > 0).map(({ symbol }) => symbol), ...bought.map(({ symbol }) => symbol ?? '')]),
  ];
}

/** So many days at most, evenly, the last one always. */
function thinned(days: readonly ValuedDay[], points: number): readonly ValuedDay[] {
  const step = Math.ceil(days.length / points);
  return days.filter((_, place) => (days.length - 1 - place) % step === 0);
}
