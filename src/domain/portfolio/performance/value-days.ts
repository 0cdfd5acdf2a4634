import type { SignalKind } from '../../vpa/detectors/index.js';
import { previousTradingDay } from '../../market/calendar.js';
import { toEpochDay, type TradingDate } from '../../market/trading-date.js';
import type { PortfolioTransaction } from '../transaction.js';
import type { Closes } from './closes.js';
import { PriceBoard } from './closes.js';
import type { DatedAmount } from './money-weighted.js';
import { signalKindOf } from './signal-kind-of.js';
import { Sleeves, type SleeveFlow, type SleeveValue } from './sleeves.js';

export interface ValuationInput {
  /** As they were entered: ascending by date. */
  readonly transactions: readonly PortfolioTransaction[];
  /** Trading days one after another, ascending. */
  readonly sessions: readonly TradingDate[];
  /** Closes as they were traded, from the last before the first session on. */
  readonly closes: ReadonlyMap<string, Closes>;
}

/** A portfolio after a session. Money in whole VND. */
export interface ValuedDay {
  readonly date: TradingDate;
  readonly equity: number;
  readonly cash: number;
  /** Shares at their last closes. */
  readonly invested: number;
  /** Deposits less withdrawals since the session before. */
  readonly flow: number;
  /** Value of 1 invested at the beginning, without what was paid in and out since: time-weighted. */
  readonly index: number;
}

/** What a sleeve gained, and what that added to the time-weighted return. */
export interface SleeveGain {
  readonly symbol: string;
  readonly kind: SignalKind | null;
  /** Whole VND. */
  profit: number;
  /** Of 1: all of them and the charges together are the time-weighted return. */
  contribution: number;
}

export interface Valuation {
  /** Whole VND, after the session before the first. */
  readonly startEquity: number;
  readonly days: readonly ValuedDay[];
  readonly gains: readonly SleeveGain[];
  /** Fees and taxes that go with no trade, positive, and what they took from the return. */
  readonly charges: { readonly amount: number; readonly contribution: number };
  /** What the owner gave and got, with the value at both ends. */
  readonly amounts: readonly DatedAmount[];
  /** Tickers that were valued at cost on some day, since they had no close yet. */
  readonly unpriced: readonly string[];
}

/**
 * Values a portfolio after each session at the closes as they were traded, and chains the gains of the days. A deposit counts from
 * the start of its day, a withdrawal too as far as the money was there in the morning; what sales of the day brought leaves in
 * the evening. What is dated on a day without trading belongs to the next session.
 */
export function valueDays({ transactions, sessions, closes }: ValuationInput): Valuation {
  const first = sessions[0];
  const walk = new Walk(new PriceBoard(closes));
  if (first === undefined) return walk.outcome([], 0, []);
  const before = previousTradingDay(first);
  let next = 0;
  const upTo = (date: TradingDate) => {
    const from = next;
    while (next < transactions.length && (transactions[next] as PortfolioTransaction).date <= date) next += 1;
    return transactions.slice(from, next);
  };
  walk.open(before, upTo(before));
  const startEquity = walk.equity;
  const amounts: DatedAmount[] = [{ day: toEpochDay(before), amount: -startEquity }];
  const days = sessions.map((date) => {
    const entered = upTo(date);
    for (const transaction of entered)
      if (transaction.type === 'DEPOSIT' || transaction.type === 'WITHDRAWAL')
        amounts.push({
          day: Math.max(toEpochDay(transaction.date) - 1, toEpochDay(before)),
          amount: transaction.type === 'DEPOSIT' ? -(transaction.amount ?? 0) : (transaction.amount ?? 0),
        });
    return walk.day(date, entered);
  });
  const last = days.at(-1) as ValuedDay;
  amounts.push({ day: toEpochDay(last.date), amount: last.equity });
  return walk.outcome(
    days,
    startEquity,
    amounts.filter(({ amount }) => amount !== 0),
  );
}

class Walk {
  readonly #sleeves = new Sleeves();
  readonly #prices: PriceBoard;
  readonly #gains = new Map<string, SleeveGain>();
  readonly #unpriced = new Set<string>();
  #values: readonly SleeveValue[] = [];
  #cash = 0;
  #index = 1;
  #charges = { amount: 0, contribution: 0 };

  constructor(prices: PriceBoard) {
    this.#prices = prices;
  }

  get equity(): number {
    return this.#cash + this.#invested;
  }

  get #invested(): number {
    return this.#values.reduce((sum, { value }) => sum + value, 0);
  }

  /** What was entered before the first session; nothing is gained by it. */
  open(date: TradingDate, transactions: readonly PortfolioTransaction[]): void {
    this.#enter(transactions);
    this.#value(date);
  }

  day(date: TradingDate, transactions: readonly PortfolioTransaction[]): ValuedDay {
    const [morningCash, morningEquity, before] = [this.#cash, this.equity, this.#values];
    const { deposits, withdrawals, charges, flows } = this.#enter(transactions);
    this.#value(date);
    const base = morningEquity + deposits - Math.min(withdrawals, morningCash + deposits);
    const weight = base > 0 ? this.#index / base : 0;
    const gained = this.#gain(before, flows, weight) - charges;
    this.#charges = { amount: this.#charges.amount + charges, contribution: this.#charges.contribution - charges * weight };
    this.#index = base > 0 ? this.#index * (1 + gained / base) : this.#index;
    return {
      date,
      equity: this.equity,
      cash: this.#cash,
      invested: this.#invested,
      flow: deposits - withdrawals,
      index: this.#index,
    };
  }

  outcome(days: readonly ValuedDay[], startEquity: number, amounts: readonly DatedAmount[]): Valuation {
    return {
      startEquity,
      days,
      gains: [...this.#gains.values()],
      charges: this.#charges,
      amounts,
      unpriced: [...this.#unpriced].toSorted(),
    };
  }

  #enter(transactions: readonly PortfolioTransaction[]) {
    let [deposits, withdrawals, charges] = [0, 0, 0];
    const flows: SleeveFlow[] = [];
    for (const transaction of transactions) {
      const amount = transaction.amount ?? 0;
      if (transaction.type === 'DEPOSIT') deposits += amount;
      else if (transaction.type === 'WITHDRAWAL') withdrawals += amount;
      else if (transaction.type === 'FEE' || transaction.type === 'TAX') charges += amount;
      else flows.push(...this.#sleeves.apply(transaction, signalKindOf(transaction.signalId)));
    }
    this.#cash += deposits - withdrawals - charges + flows.reduce((sum, { amount }) => sum + amount, 0);
    return { deposits, withdrawals, charges, flows };
  }

  #value(date: TradingDate): void {
    const day = toEpochDay(date);
    this.#values = this.#sleeves.values((symbol) => {
      const price = this.#prices.closeOn(symbol, day);
      if (price === null) this.#unpriced.add(symbol);
      return price;
    });
  }

  /** Books what each sleeve gained since the evening before. @returns the sum */
  #gain(before: readonly SleeveValue[], flows: readonly SleeveFlow[], weight: number): number {
    const book = ({ symbol, kind }: SleeveFlow | SleeveValue, amount: number) => {
      const key = `${symbol}:${kind ?? ''}`;
      const gain = this.#gains.get(key) ?? { symbol, kind: kind as SignalKind | null, profit: 0, contribution: 0 };
      this.#gains.set(key, gain);
      gain.profit += amount;
      gain.contribution += amount * weight;
      return amount;
    };
    return [
      ...before.map((sleeve) => book(sleeve, -sleeve.value)),
      ...flows.map((flow) => book(flow, flow.amount)),
      ...this.#values.map((sleeve) => book(sleeve, sleeve.value)),
    ].reduce((sum, amount) => sum + amount, 0);
  }
}
