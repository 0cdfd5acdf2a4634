import { DomainError } from '../errors.js';
import { availableFrom } from '../market/settlement.js';
import { instantAt, type TradingDate } from '../market/trading-date.js';
import type { PortfolioTransaction } from './transaction.js';

/** Noon deliveries come before the afternoon session, minutes after midnight. */
const AFTERNOON = 13 * 60;

/** Shares that came together. */
interface Lot {
  readonly date: TradingDate;
  /** A dividend is entered when it has come; what was bought comes later. */
  readonly isDelivered: boolean;
  shares: number;
  /** What they cost with the fee, whole VND. */
  cost: number;
}

interface Holding {
  /** The oldest first. */
  lots: Lot[];
  /** Of all shares held, by the average: what is sold takes its part. */
  averageCost: number;
  /** What sales brought beyond what the oldest shares had cost, and beyond the average. */
  realisedFifo: number;
  realisedAverage: number;
  dividends: number;
}

/** What is held of one stock. Money in whole VND. */
export interface Position {
  readonly symbol: string;
  readonly shares: number;
  /** Those that have been delivered. */
  readonly sellableShares: number;
  /** Of the shares held: of the youngest ones, and by the average. */
  readonly costFifo: number;
  readonly costAverage: number;
  readonly realisedFifo: number;
  readonly realisedAverage: number;
  readonly dividends: number;
}

/** An account as its transactions left it. Everything is derived, in whole đồng, so nothing can drift apart. */
export class Portfolio {
  #cash = 0;
  #paidIn = 0;
  #charges = 0;
  #lastDate: TradingDate | null = null;
  /** Money of sales, by the date of the sale. */
  #sales: { readonly date: TradingDate; readonly amount: number }[] = [];
  readonly #holdings = new Map<string, Holding>();

  /** The account after these, in their order. @throws {DomainError} as {@link Portfolio.apply} */
  static of(transactions: readonly PortfolioTransaction[]): Portfolio {
    const portfolio = new Portfolio();
    for (const transaction of transactions) portfolio.apply(transaction);
    return portfolio;
  }

  /** All money, that of sales under way too. */
  get cash(): number {
    return this.#cash;
  }

  /** Deposits less withdrawals. */
  get paidIn(): number {
    return this.#paidIn;
  }

  /** Fees and taxes that go with no trade. */
  get charges(): number {
    return this.#charges;
  }

  /** Money that can be used at an instant: without that of sales that has not arrived. */
  settledCash(at: Date): number {
    return this.#cash - this.#sales.filter(({ date }) => !hasArrived(date, at)).reduce((sum, { amount }) => sum + amount, 0);
  }

  /** By symbol. Those that are sold out stay, with what they brought. */
  positions(at: Date): readonly Position[] {
    return [...this.#holdings]
      .map(([symbol, holding]) => positionOf(symbol, holding, at))
      .toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
  }

  /**
   * Adds a transaction that {@link checkTransaction} let through. Nothing is changed where it is refused.
   * @throws {DomainError} CONFLICT where it is before the last one, or sells or pays what is not there
   */
  apply(transaction: PortfolioTransaction): void {
    const { date } = transaction;
    if (this.#lastDate !== null && date < this.#lastDate) throw conflict('date', `is before the last transaction, ${this.#lastDate}`);
    this.#change(transaction);
    this.#lastDate = date;
  }

  #change(transaction: PortfolioTransaction): void {
    const { type } = transaction;
    const amount = transaction.amount ?? 0;
    switch (type) {
      case 'DEPOSIT':
        this.#cash += amount;
        this.#paidIn += amount;
        return;
      case 'WITHDRAWAL':
        this.#pay(amount, 'amount');
        this.#paidIn -= amount;
        return;
      case 'FEE':
      case 'TAX':
        this.#pay(amount, 'amount');
        this.#charges += amount;
        return;
      case 'BUY':
        return this.#buy(transaction);
      case 'SELL':
        return this.#sell(transaction);
      case 'CASH_DIVIDEND':
        this.#held(transaction).dividends += amount;
        this.#cash += amount;
        return;
      case 'STOCK_DIVIDEND':
        this.#held(transaction).lots.push({ date: transaction.date, isDelivered: true, shares: transaction.shares ?? 0, cost: 0 });
        return;
      case 'SPLIT':
        return this.#split(transaction);
    }
  }

  #buy({ symbol, shares, price, fee, date }: PortfolioTransaction): void {
    const cost = (shares ?? 0) * (price ?? 0) + fee;
    this.#pay(cost, 'shares');
    const name = symbol ?? '';
    const holding = this.#holdings.get(name) ?? { lots: [], averageCost: 0, realisedFifo: 0, realisedAverage: 0, dividends: 0 };
    this.#holdings.set(name, holding);
    holding.lots.push({ date, isDelivered: false, shares: shares ?? 0, cost });
    holding.averageCost += cost;
  }

  #sell(transaction: PortfolioTransaction): void {
    const { price, fee, tax, date } = transaction;
    const shares = transaction.shares ?? 0;
    const holding = this.#held(transaction);
    // The day is known and not the hour: what arrives by noon can be sold on that day.
    const endOfDay = instantAt(date, 24 * 60 - 1);
    const sellable = holding.lots.filter((lot) => isSellable(lot, endOfDay)).reduce((sum, lot) => sum + lot.shares, 0);
    if (shares > sellable) throw conflict('shares', `are more than the ${sellable} that can be sold on that day`);
    const proceeds = shares * (price ?? 0) - fee - tax;
    if (proceeds < 0) throw conflict('fee', 'and tax are more than the sale brings');
    const held = holding.lots.reduce((sum, lot) => sum + lot.shares, 0);
    const averagePart = partOf(holding.averageCost, shares, held);
    holding.realisedFifo += proceeds - takeOldest(holding.lots, shares);
    holding.realisedAverage += proceeds - averagePart;
    holding.averageCost -= averagePart;
    holding.lots = holding.lots.filter((lot) => lot.shares > 0);
    this.#cash += proceeds;
    this.#sales.push({ date, amount: proceeds });
  }

  /** Each lot is multiplied and rounded down; what the whole position has beyond that goes to the youngest. */
  #split(transaction: PortfolioTransaction): void {
    const { lots } = this.#held(transaction);
    const { to, from } = transaction.ratio ?? { to: 1, from: 1 };
    const whole = Math.floor((lots.reduce((sum, lot) => sum + lot.shares, 0) * to) / from);
    if (whole === 0) throw conflict('ratio', 'leaves no share');
    for (const lot of lots) lot.shares = Math.floor((lot.shares * to) / from);
    const last = lots.at(-1);
    if (last !== undefined) last.shares += whole - lots.reduce((sum, lot) => sum + lot.shares, 0);
  }

  #held({ symbol }: PortfolioTransaction): Holding {
    const holding = this.#holdings.get(symbol ?? '');
    if (holding === undefined || holding.lots.length === 0) throw conflict('symbol', 'is not held');
    return holding;
  }

  #pay(amount: number, field: string): void {
    if (amount > this.#cash) throw conflict(field, `costs ${amount} VND, and there are ${this.#cash}`);
    this.#cash -= amount;
  }
}

function positionOf(symbol: string, { lots, averageCost, realisedFifo, realisedAverage, dividends }: Holding, at: Date): Position {
  const sum = (of: readonly Lot[], pick: (lot: Lot) => number) => of.reduce((total, lot) => total + pick(lot), 0);
  return {
    symbol,
    shares: sum(lots, (lot) => lot.shares),
    sellableShares: sum(
      lots.filter((lot) => isSellable(lot, at)),
      (lot) => lot.shares,
    ),
    costFifo: sum(lots, (lot) => lot.cost),
    costAverage: averageCost,
    realisedFifo,
    realisedAverage,
    dividends,
  };
}

/** Takes shares from the oldest lots. @returns what they had cost; a part of a lot costs its part, rounded down */
function takeOldest(lots: readonly Lot[], shares: number): number {
  let [left, cost] = [shares, 0];
  for (const lot of lots) {
    if (left === 0) break;
    const taken = Math.min(left, lot.shares);
    const part = partOf(lot.cost, taken, lot.shares);
    lot.shares -= taken;
    lot.cost -= part;
    cost += part;
    left -= taken;
  }
  return cost;
}

/** Of a cost what falls to so many of so many shares, rounded down, exactly. */
function partOf(cost: number, shares: number, of: number): number {
  return Number((BigInt(cost) * BigInt(shares)) / BigInt(of));
}

function isSellable({ date, isDelivered }: Lot, at: Date): boolean {
  return isDelivered || hasArrived(date, at);
}

function hasArrived(traded: TradingDate, at: Date): boolean {
  const { date, isFromNoon } = availableFrom(traded);
  return at.getTime() >= instantAt(date, isFromNoon ? AFTERNOON : 0).getTime();
}

function conflict(field: string, what: string): DomainError {
  return new DomainError('CONFLICT', `${field} ${what}`, { details: { field } });
}
