import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import { hasEnded } from '../../domain/backtest/backtest-state.js';
import { DomainError } from '../../domain/errors.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { found, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { idempotentRequest } from '../accounts/idempotent-request.js';
import { checkPage, MAX_BAR_PAGE, MAX_PAGE } from '../page-limits.js';
import type { Backtest, BacktestBook, BacktestQuota, EquityPoint, NumberedTrade } from '../ports/backtests.js';
import type { MarketClock } from '../ports/clock.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { StockReader } from '../ports/readers.js';
import type { Secrets } from '../ports/secrets.js';
import { toRequest, type StartBacktestInput } from './backtest-request.js';

export interface BacktestDeps {
  readonly backtests: BacktestBook;
  readonly stocks: Pick<StockReader, 'findBySymbols'>;
  readonly secrets: Secrets;
  readonly quota: BacktestQuota;
  /** The time of the market. */
  readonly clock: MarketClock;
}

/** The most that are compared at once. */
const MAX_COMPARED = 10;

/** What the API does with backtests. Everything is the actor's own; what is absent and what belongs to somebody else get the same answer. */
export function backtestUseCases({ backtests, stocks, secrets, quota, clock }: BacktestDeps) {
  return {
    /** Queues a backtest; a worker runs it. @throws {DomainError} FORBIDDEN, INVALID_INPUT, CONFLICT where the quota is used up */
    startBacktest: async (input: StartBacktestInput, actor: Actor): Promise<Backtest> => {
      requirePermission(actor, 'backtest:write');
      const userId = ownUserId(actor);
      const request = toRequest(input, clock.now());
      await requireKnown(stocks, request.symbols);
      const { idempotencyKey, ...asked } = input;
      const by = { owner: actorKey(actor), key: idempotencyKey, operation: 'startBacktest' };
      return backtests.start(userId, request, quota, idempotentRequest(secrets, by, asked));
    },
    /** At once, also where a worker runs it. Again is harmless. @throws {DomainError} FORBIDDEN, NOT_FOUND, CONFLICT where it has ended otherwise */
    cancelBacktest: async (id: string, actor: Actor): Promise<Backtest> => {
      requirePermission(actor, 'backtest:write');
      const backtest = found(await backtests.cancel(ownUserId(actor), requireUuid(id, 'backtest')), 'backtest');
      if (backtest.state !== 'CANCELLED')
        throw new DomainError('CONFLICT', `the backtest has ended already: ${backtest.state}`, { details: { state: backtest.state } });
      return backtest;
    },
    /** Newest first. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
    listBacktests: async (page: PageRequest<{ readonly seq: string }>, actor: Actor): Promise<Slice<Backtest>> => {
      requirePermission(actor, 'backtest:read');
      checkPage(page, MAX_PAGE);
      return backtests.list(ownUserId(actor), page);
    },
    /** One for each id, in their order; null where the actor has none. @throws {DomainError} FORBIDDEN */
    findBacktests: async (ids: readonly string[], actor: Actor): Promise<readonly (Backtest | null)[]> => {
      requirePermission(actor, 'backtest:read');
      const byId = new Map((await backtests.find(ownUserId(actor), ids)).map((backtest) => [backtest.id, backtest]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    /** Some that are done, side by side. @throws {DomainError} FORBIDDEN, INVALID_INPUT, NOT_FOUND, CONFLICT where one is not done */
    compareBacktests: async (ids: readonly string[], actor: Actor): Promise<readonly Backtest[]> => {
      requirePermission(actor, 'backtest:read');
      if (ids.length === 0 || ids.length > MAX_COMPARED || new Set(ids).size !== ids.length)
        throw new DomainError('INVALID_INPUT', `ids has to have 1 to ${MAX_COMPARED} different ids`, { details: { field: 'ids' } });
      const byId = new Map((await backtests.find(ownUserId(actor), ids)).map((backtest) => [backtest.id, backtest]));
      const compared = ids.map((id) => found(byId.get(id) ?? null, 'backtest'));
      const other = compared.find(({ state }) => state !== 'DONE');
      if (other === undefined) return compared;
      const why = hasEnded(other.state) ? 'has no result' : 'has not ended';
      throw new DomainError('CONFLICT', `backtest ${other.id} ${why}: ${other.state}`, { details: { field: 'ids' } });
    },
    /** A page for each id, in the order of the sales. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
    listBacktestTrades: async (
      { ids, page }: { readonly ids: readonly string[]; readonly page: PageRequest<{ readonly number: number }> },
      actor: Actor,
    ): Promise<readonly Slice<NumberedTrade>[]> => {
      requirePermission(actor, 'backtest:read');
      checkPage(page, MAX_PAGE);
      return backtests.listTrades(ownUserId(actor), ids, page);
    },
    /** A page for each id, by day. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
    listBacktestEquity: async (
      { ids, page }: { readonly ids: readonly string[]; readonly page: PageRequest<{ readonly date: TradingDate }> },
      actor: Actor,
    ): Promise<readonly Slice<EquityPoint>[]> => {
      requirePermission(actor, 'backtest:read');
      checkPage(page, MAX_BAR_PAGE);
      return backtests.listEquity(ownUserId(actor), ids, page);
    },
  };
}

/** @throws {DomainError} INVALID_INPUT that names what nobody knows */
async function requireKnown(stocks: BacktestDeps['stocks'], symbols: readonly string[] | null): Promise<void> {
  if (symbols === null) return;
  const known = new Set((await stocks.findBySymbols(symbols)).map(({ symbol }) => symbol));
  const unknown = symbols.filter((symbol) => !known.has(symbol));
  if (unknown.length > 0)
    throw new DomainError('INVALID_INPUT', `no stock ${unknown.slice(0, 5).join(', ')}`, { details: { field: 'symbols' } });
}

export type BacktestUseCases = ReturnType<typeof backtestUseCases>;
