import { availableFrom } from '../market/settlement.js';
import { chargeOn } from '../market/trading-charges.js';
import { fromEpochDay, toEpochDay } from '../market/trading-date.js';
import type { SignalKind } from '../vpa/detectors/index.js';
import type { MarketTerms } from './market-terms.js';
import type { ExitReason, Trade } from './trade.js';

/** The part of a session: its opening and morning, or its afternoon and closing auction. */
export type DayPart = 'MORNING' | 'AFTERNOON';

/** Shares of one stock, bought with one order. Prices in whole VND. */
export interface Position {
  /** Place in the list of instruments. */
  readonly instrument: number;
  readonly symbol: string;
  readonly sector: string | null;
  readonly kind: SignalKind;
  readonly signalDay: number;
  readonly entryDay: number;
  readonly entryPrice: number;
  shares: number;
  /** Of the purchase, not yet given to a trade. */
  fee: number;
  stop: number;
  isTrailing: boolean;
  target: number | null;
  /** Closed bars of the stock since that of the purchase. */
  bars: number;
  lastClose: number;
  /** A sale that is due since the close of this day. */
  due: { readonly reason: ExitReason; readonly decidedOn: number } | null;
}

/** From when something can be used, days since 1970-01-01. */
interface From {
  readonly day: number;
  readonly part: DayPart;
}

/** Cash and shares, exact to the đồng; what was traded can be used once it is settled. */
export class Account {
  readonly positions = new Map<string, Position>();
  readonly trades: Trade[] = [];
  /** Settled. */
  #cash: number;
  #unsettled: { readonly amount: number; readonly from: From }[] = [];
  readonly #terms: MarketTerms;
  readonly #settlements = new Map<number, From>();
  /** Value of all purchases and sales. */
  turnover = 0;

  constructor(cash: number, terms: MarketTerms) {
    this.#cash = cash;
    this.#terms = terms;
  }

  /** What can be spent, VND. */
  get cash(): number {
    return this.#cash;
  }

  /** Cash, money under way and shares at their last closes. */
  get equity(): number {
    return this.#cash + this.#unsettled.reduce((sum, { amount }) => sum + amount, 0) + this.invested;
  }

  /** Shares at their last closes. */
  get invested(): number {
    let sum = 0;
    for (const { shares, lastClose } of this.positions.values()) sum += shares * lastClose;
    return sum;
  }

  /** Makes money of sales that has arrived by then spendable. */
  settle(day: number, part: DayPart): void {
    const arrived = this.#unsettled.filter(({ from }) => isReached(from, day, part));
    if (arrived.length === 0) return;
    this.#cash += arrived.reduce((sum, { amount }) => sum + amount, 0);
    this.#unsettled = this.#unsettled.filter(({ from }) => !isReached(from, day, part));
  }

  isSellable(position: Position, day: number, part: DayPart): boolean {
    return !this.#terms.hasExchangeRules || isReached(this.#settledFrom(position.entryDay), day, part);
  }

  /** Shares of a price that the cash pays for, with the fee; not rounded to lots. */
  affordable(price: number, cash = this.#cash): number {
    let shares = Math.max(0, Math.floor((cash * 10_000) / (price * (10_000 + this.#terms.feeBasisPoints))));
    while (shares > 0 && this.#cost(shares * price) > cash) shares -= 1;
    return shares;
  }

  buy(position: Omit<Position, 'fee' | 'bars' | 'lastClose' | 'due' | 'isTrailing'>): void {
    const value = position.shares * position.entryPrice;
    const fee = chargeOn(value, this.#terms.feeBasisPoints);
    this.#cash -= value + fee;
    this.turnover += value;
    this.positions.set(position.symbol, { ...position, fee, bars: 0, lastClose: position.entryPrice, due: null, isTrailing: false });
  }

  sell(position: Position, sale: { shares: number; price: number; day: number; reason: ExitReason; decidedOn: number }): void {
    const { shares, price, day, reason, decidedOn } = sale;
    const value = shares * price;
    const exitFee = chargeOn(value, this.#terms.feeBasisPoints);
    const saleTax = chargeOn(value, this.#terms.saleTaxBasisPoints);
    const entryFee = shares === position.shares ? position.fee : Math.floor((position.fee * shares) / position.shares);
    const proceeds = value - exitFee - saleTax;
    if (this.#terms.hasExchangeRules) this.#unsettled.push({ amount: proceeds, from: this.#settledFrom(day) });
    else this.#cash += proceeds;
    this.turnover += value;
    this.trades.push({
      symbol: position.symbol,
      kind: position.kind,
      signalDay: position.signalDay,
      entryDay: position.entryDay,
      entryPrice: position.entryPrice,
      shares,
      entryFee,
      decisionDay: decidedOn,
      exitDay: day,
      exitPrice: price,
      exitFee,
      saleTax,
      reason,
      bars: position.bars + (day === position.entryDay ? 0 : 1),
      profit: proceeds - shares * position.entryPrice - entryFee,
    });
    position.shares -= shares;
    position.fee -= entryFee;
    if (position.shares === 0) this.positions.delete(position.symbol);
  }

  #cost(value: number): number {
    return value + chargeOn(value, this.#terms.feeBasisPoints);
  }

  #settledFrom(day: number): From {
    let from = this.#settlements.get(day);
    if (from === undefined) {
      const { date, isFromNoon } = availableFrom(fromEpochDay(day));
      from = { day: toEpochDay(date), part: isFromNoon ? 'AFTERNOON' : 'MORNING' };
      this.#settlements.set(day, from);
    }
    return from;
  }
}

function isReached(from: From, day: number, part: DayPart): boolean {
  return day > from.day || (day === from.day && (from.part === 'MORNING' || part === 'AFTERNOON'));
}
