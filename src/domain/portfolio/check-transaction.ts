import { DomainError } from '../errors.js';
import { isSymbol } from '../market/stock.js';
import type { PortfolioTransaction, TransactionType } from './transaction.js';

const MAX_VND = 1_000_000_000_000_000;
const MAX_SHARES = 10_000_000_000;
const MAX_PRICE = 1_000_000_000;

type Part = 'symbol' | 'shares' | 'price' | 'amount' | 'ratio';
const NEEDS: Readonly<Record<TransactionType, readonly Part[]>> = {
  DEPOSIT: ['amount'],
  WITHDRAWAL: ['amount'],
  BUY: ['symbol', 'shares', 'price'],
  SELL: ['symbol', 'shares', 'price'],
  CASH_DIVIDEND: ['symbol', 'amount'],
  STOCK_DIVIDEND: ['symbol', 'shares'],
  SPLIT: ['symbol', 'ratio'],
  FEE: ['amount'],
  TAX: ['amount'],
};

/** Whether it says what its type needs, and nothing else. @throws {DomainError} INVALID_INPUT that names the field */
export function checkTransaction(transaction: PortfolioTransaction): PortfolioTransaction {
  const { type, symbol, shares, price, amount, fee, tax, ratio, signalId } = transaction;
  const given = { symbol, shares, price, amount, ratio };
  for (const part of ['symbol', 'shares', 'price', 'amount', 'ratio'] as const) {
    const isNeeded = NEEDS[type].includes(part);
    if (isNeeded !== (given[part] !== null)) throw refused(part, isNeeded ? `is needed for ${type}` : `does not go with ${type}`);
  }
  if (symbol !== null && !isSymbol(symbol)) throw refused('symbol', 'is no ticker');
  whole('shares', shares ?? 1, 1, MAX_SHARES);
  whole('price', price ?? 1, 1, MAX_PRICE);
  whole('amount', amount ?? 1, 1, MAX_VND);
  if ((shares ?? 1) * (price ?? 1) > MAX_VND) throw refused('shares', 'is worth too much');
  whole('fee', fee, 0, MAX_VND);
  whole('tax', tax, 0, MAX_VND);
  if (fee > 0 && type !== 'BUY' && type !== 'SELL') throw refused('fee', `does not go with ${type}`);
  if (tax > 0 && type !== 'SELL') throw refused('tax', `does not go with ${type}`);
  whole('ratio', ratio?.to ?? 1, 1, 1_000);
  whole('ratio', ratio?.from ?? 1, 1, 1_000);
  if (signalId !== null && type !== 'BUY') throw refused('signalId', `does not go with ${type}`);
  return transaction;
}

function whole(field: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) throw refused(field, `has to be a whole number from ${least} to ${most}`);
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `${field} ${what}`, { details: { field } });
}
