import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { toEpochDay, tradingDateAt } from '../../domain/market/trading-date.js';
import { faultOfTrade } from '../../domain/portfolio/check-order.js';
import {
  lineFault,
  readTransactions,
  writeTransactions,
  type FileLine,
  type LineFault,
} from '../../domain/portfolio/file/transaction-file.js';
import { PriceBoard } from '../../domain/portfolio/performance/closes.js';
import { Portfolio } from '../../domain/portfolio/portfolio.js';
import { notFound, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { idempotentRequest } from '../accounts/idempotent-request.js';
import type { PortfolioStore } from '../ports/portfolios.js';
import type { Secrets } from '../ports/secrets.js';
import { requireRoom } from './transaction-limit.js';

const MAX_CHARACTERS = 80_000;
/** Stocks times days over which their closes are read. */
const MAX_READ = 500_000;
/** Those that are told; a file with more has other troubles. */
const MAX_FAULTS = 50;

export interface FileDeps {
  readonly portfolios: PortfolioStore;
  readonly secrets: Secrets;
  readonly now: () => Date;
}

/** What came of a file: so many transactions, or all faults and nothing entered. */
export interface ImportOutcome {
  readonly imported: number | null;
  readonly faults: readonly LineFault[];
}

/** Transactions out of a portfolio and into one, as text. */
export function transactionFiles({ portfolios, secrets, now }: FileDeps) {
  return {
    /** All transactions of a portfolio as CSV. @throws {DomainError} NOT_FOUND */
    exportPortfolio: async (id: string, actor: Actor): Promise<string> => {
      requirePermission(actor, 'portfolio:read');
      const transactions = await portfolios.transactions(ownUserId(actor), requireUuid(id, 'portfolio'));
      if (transactions === null) throw notFound('portfolio');
      return writeTransactions(transactions);
    },
    /**
     * Enters every line of a CSV or none, once for a key.
     * @throws {DomainError} INVALID_INPUT, CONFLICT or NOT_FOUND where it is about no line
     */
    importTransactions: async (
      { id, csv, idempotencyKey }: { readonly id: string; readonly csv: string; readonly idempotencyKey: string },
      actor: Actor,
    ): Promise<ImportOutcome> => {
      requirePermission(actor, 'portfolio:write');
      const userId = ownUserId(actor);
      const portfolioId = requireUuid(id, 'portfolio');
      if (csv.length > MAX_CHARACTERS)
        throw new DomainError('INVALID_INPUT', `csv has more than ${MAX_CHARACTERS} characters`, { details: { field: 'csv' } });
      const request = idempotentRequest(
        secrets,
        { owner: actorKey(actor), key: idempotencyKey, operation: 'importTransactions' },
        { id, csv },
      );
      if (!(await portfolios.list(userId)).some((own) => own.id === portfolioId)) throw notFound('portfolio');
      const { lines, faults } = readTransactions(csv);
      const found =
        faults.length > 0 ? faults : [...findOutOfTime(lines, tradingDateAt(now())), ...(await findUntraded(portfolios, lines))];
      if (found.length > 0) return { imported: null, faults: found.slice(0, MAX_FAULTS) };
      try {
        const transactions = lines.map(({ transaction }) => transaction);
        const imported = await portfolios.appendAll(userId, portfolioId, transactions, request, (existing) => {
          requireRoom(existing.length, lines.length);
          applyAll(Portfolio.of(existing), lines);
        });
        if (imported === null) throw notFound('portfolio');
        return { imported, faults: [] };
      } catch (error) {
        if (error instanceof DomainError && typeof error.details['line'] === 'number')
          return { imported: null, faults: [lineFault(error, 1)] };
        throw error;
      }
    },
  };
}

function findOutOfTime(lines: readonly FileLine[], today: string): readonly LineFault[] {
  return lines.flatMap(({ line, transaction: { date } }, place) => {
    const before = lines[place - 1]?.transaction.date;
    if (date > today) return [{ line, field: 'date', message: 'is in the future' }];
    return before !== undefined && date < before ? [{ line, field: 'date', message: `is before the line above, ${before}` }] : [];
  });
}

/** Purchases and sales that the exchange would not have taken, by the closes before them. */
async function findUntraded(portfolios: PortfolioStore, lines: readonly FileLine[]): Promise<readonly LineFault[]> {
  const trades = lines
    .filter(({ transaction: { type } }) => type === 'BUY' || type === 'SELL')
    .toSorted((a, b) => toEpochDay(a.transaction.date) - toEpochDay(b.transaction.date));
  const [first, last] = [trades[0], trades.at(-1)];
  if (first === undefined || last === undefined) return [];
  const symbols = [...new Set(trades.map(({ transaction }) => transaction.symbol ?? ''))];
  const range = { from: first.transaction.date, to: last.transaction.date };
  if (symbols.length * (toEpochDay(range.to) - toEpochDay(range.from) + 1) > MAX_READ)
    throw new DomainError('INVALID_INPUT', 'csv trades too many stocks over too long a time: give it in parts', {
      details: { field: 'csv' },
    });
  const exchanges = new Map((await portfolios.quotes(symbols, null)).map(({ symbol, exchange }) => [symbol, exchange]));
  const board = new PriceBoard(await portfolios.closes(symbols, range));
  const found = trades.flatMap(({ line, transaction }): LineFault[] => {
    const symbol = transaction.symbol ?? '';
    const exchange = exchanges.get(symbol) ?? null;
    const fault = faultOfTrade(transaction, exchange, board.closeOn(symbol, toEpochDay(transaction.date) - 1));
    return fault === undefined ? [] : [{ line, field: fault.field, message: `${fault.reason}; ${fault.suggestion} is allowed` }];
  });
  return found.toSorted((a, b) => a.line - b.line);
}

/** @throws {DomainError} CONFLICT with the line that the portfolio does not take */
function applyAll(portfolio: Portfolio, lines: readonly FileLine[]): void {
  for (const { line, transaction } of lines) {
    try {
      portfolio.apply(transaction);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError(error.code, error.message, { details: { ...error.details, line } });
    }
  }
}
