import type { BarColumns } from '../../market/bar.js';
import type { Exchange } from '../../market/stock.js';
import { chargeOn } from '../../market/trading-charges.js';
import type { MarketTerms } from '../market-terms.js';
import { lotAt, SessionTerms, wholeLots } from '../session-terms.js';
import type { Deliveries } from './deliveries.js';

const ONE = 10_000;

/** A stock on its own: bars in whole VND, and when what is traded on a day can be used. */
export interface LoneStock {
  readonly exchange: Exchange;
  readonly bars: BarColumns;
  readonly deliveries: Deliveries;
}

/** When a lone position is sold: under the price paid, over it, or after so many bars; the last two may be left out (0). */
export interface LoneExit {
  readonly stopBasisPoints: number;
  readonly targetBasisPoints: number;
  readonly maxBars: number;
}

export interface LoneExtras {
  readonly onSale?: OnSale;
  /** Where the first four powers of the returns of trades, fractions of what was paid, are added up. */
  readonly powers?: Float64Array;
  /** Terms of its sessions under these market terms, by row, kept from call to call. */
  readonly sessions?: (SessionTerms | undefined)[];
}

/** What all trades of a stock came to. */
export interface LoneOutcome {
  trades: number;
  wins: number;
  /** Cash and, where a position is left open, shares at the last close, whole VND. */
  equity: number;
}

/** Called for each sale, where somebody wants to know: days since 1970-01-01, whole VND. */
export type OnSale = (entryRow: number, exitRow: number, shares: number, profit: number) => void;

/**
 * Trades one stock with all the money of an account of its own: whatever a backtest with this stock alone does that buys these
 * rows at the next opening, without its ledger. Made to be called for many rules and exits over the same bars.
 * @param rows of bars whose close says buy, ascending
 * @param count how many of them count
 */
export function tradeAlone(
  stock: LoneStock,
  rows: Int32Array,
  count: number,
  exit: LoneExit,
  terms: MarketTerms,
  cash: number,
  { onSale, powers = new Float64Array(4), sessions = [] }: LoneExtras = {},
): LoneOutcome {
  return terms.hasExchangeRules
    ? new RuledAccount(stock, exit, terms, cash, { onSale, powers, sessions }).trade(rows, count)
    : tradeFree(stock.bars, rows, count, exit, terms, cash, powers, onSale);
}

/** Without rules of an exchange everything is sold and paid at once, so a trade is found without stepping through an account. */
function tradeFree(
  { length, open, high, low, close, volume }: BarColumns,
  rows: Int32Array,
  count: number,
  { stopBasisPoints, targetBasisPoints, maxBars }: LoneExit,
  terms: MarketTerms,
  start: number,
  powers: Float64Array,
  onSale: OnSale | undefined,
): LoneOutcome {
  const { feeBasisPoints, saleTaxBasisPoints, slippageBasisPoints, volumeShareBasisPoints } = terms;
  const outcome: LoneOutcome = { trades: 0, wins: 0, equity: 0 };
  let cash = start;
  let free = 0;
  for (let place = 0; place < count; place++) {
    const signal = rows[place] as number;
    if (signal < free) continue;
    const entry = signal + 1;
    if (entry >= length) break;
    const paid = (open[entry] as number) + Math.ceil(((open[entry] as number) * slippageBasisPoints) / ONE);
    let shares = affordable(Math.max(close[signal] as number, paid), cash, feeBasisPoints);
    if (volumeShareBasisPoints !== null) shares = Math.min(shares, portion(volume[entry] as number, volumeShareBasisPoints));
    const stop = Math.floor((paid * (ONE - stopBasisPoints)) / ONE);
    if (shares === 0 || stop >= paid) continue;
    const value = shares * paid;
    const fee = chargeOn(value, feeBasisPoints);
    cash -= value + fee;
    const target = targetBasisPoints === 0 ? Infinity : Math.ceil((paid * (ONE + targetBasisPoints)) / ONE);
    const last = maxBars === 0 ? length : Math.min(length, entry + maxBars + 1);
    let row = entry;
    while (row < last && (low[row] as number) > stop && (high[row] as number) < target) row += 1;
    let left = shares;
    let feeLeft = fee;
    let price = 0;
    // Sold over several bars where one does not trade enough; what is left goes at the openings that follow.
    for (let isFirst = true; row < length && left > 0; row += 1, isFirst = false) {
      const isHit = isFirst && row < last;
      const wish = isHit && (low[row] as number) <= stop ? Math.min(open[row] as number, stop) : (open[row] as number);
      const isTarget = isHit && (low[row] as number) > stop;
      price = isTarget ? Math.max(open[row] as number, target) : Math.max(1, wish - Math.ceil((wish * slippageBasisPoints) / ONE));
      const most = volumeShareBasisPoints === null ? left : Math.min(left, portion(volume[row] as number, volumeShareBasisPoints));
      if (most === 0) continue;
      const part = most === left ? feeLeft : Math.floor((feeLeft * most) / left);
      const proceeds = most * price - chargeOn(most * price, feeBasisPoints) - chargeOn(most * price, saleTaxBasisPoints);
      const profit = proceeds - most * paid - part;
      cash += proceeds;
      left -= most;
      feeLeft -= part;
      outcome.trades += 1;
      if (profit > 0) outcome.wins += 1;
      addReturn(powers, profit / (most * paid));
      onSale?.(entry, row, most, profit);
    }
    // The bar on which the last share went is free again for a signal of its own close.
    free = left > 0 ? length : row - 1;
    if (left > 0) outcome.equity += left * (close[length - 1] as number);
  }
  outcome.equity += cash;
  return outcome;
}

/** Steps from bar to bar as the engine does, for one stock. */
class RuledAccount {
  readonly #stock: LoneStock;
  readonly #exit: LoneExit;
  readonly #terms: MarketTerms;
  readonly #onSale: OnSale | undefined;
  readonly #powers: Float64Array;
  readonly #sessions: (SessionTerms | undefined)[];
  readonly #outcome: LoneOutcome = { trades: 0, wins: 0, equity: 0 };
  #cash: number;
  /** Money under way, by day and part of day of its arrival. */
  #coming: { readonly amount: number; readonly day: number; readonly isFromNoon: boolean }[] = [];
  #entry = 0;
  #paid = 0;
  #shares = 0;
  #fee = 0;

  constructor(
    stock: LoneStock,
    exit: LoneExit,
    terms: MarketTerms,
    cash: number,
    { onSale, powers, sessions }: { onSale: OnSale | undefined; powers: Float64Array; sessions: (SessionTerms | undefined)[] },
  ) {
    this.#stock = stock;
    this.#exit = exit;
    this.#terms = terms;
    this.#cash = cash;
    this.#onSale = onSale;
    this.#powers = powers;
    this.#sessions = sessions;
  }

  trade(rows: Int32Array, count: number): LoneOutcome {
    const { bars } = this.#stock;
    let free = 0;
    for (let place = 0; place < count; place++) {
      const signal = rows[place] as number;
      if (signal < free) continue;
      if (signal + 1 >= bars.length) break;
      if (this.#buy(signal)) free = this.#hold();
    }
    const coming = this.#coming.reduce((sum, { amount }) => sum + amount, 0);
    this.#outcome.equity = this.#cash + coming + this.#shares * (bars.close[bars.length - 1] as number);
    return this.#outcome;
  }

  #buy(signal: number): boolean {
    const { bars, exchange } = this.#stock;
    const entry = signal + 1;
    this.#settle(bars.epochDay[signal] as number, true);
    const close = bars.close[signal] as number;
    const whole = this.#cash + this.#coming.reduce((sum, { amount }) => sum + amount, 0);
    const ordered = wholeLots(
      Math.min(whole / close, affordable(close, this.#cash, this.#terms.feeBasisPoints)),
      lotAt(exchange, bars, signal, this.#terms),
    );
    if (ordered === 0) return false;
    const session = this.#session(entry);
    if (session.isLockedUp) return false;
    this.#settle(bars.epochDay[entry] as number, false);
    const paid = session.buyPrice(bars.open[entry] as number);
    const most = wholeLots(affordable(paid, this.#cash, this.#terms.feeBasisPoints), session.lot);
    const shares = Math.min(ordered, session.maxShares, most);
    if (shares === 0 || this.#stopOf(paid) >= paid) return false;
    this.#fee = chargeOn(shares * paid, this.#terms.feeBasisPoints);
    this.#cash -= shares * paid + this.#fee;
    [this.#entry, this.#paid, this.#shares] = [entry, paid, shares];
    return true;
  }

  /** @returns the row from whose close on signals count again */
  #hold(): number {
    const { bars, deliveries } = this.#stock;
    const { maxBars, targetBasisPoints } = this.#exit;
    const place = (bars.epochDay[this.#entry] as number) - deliveries.first;
    const delivered = deliveries.day[place] as number;
    const isFromNoon = deliveries.isFromNoon[place] === 1;
    const stop = this.#stopOf(this.#paid);
    const target =
      targetBasisPoints === 0 ? Infinity : this.#session(this.#entry).limitPrice((this.#paid * (ONE + targetBasisPoints)) / ONE);
    let isDue = false;
    for (let row = this.#entry + 1; row < bars.length; row++) {
      const day = bars.epochDay[row] as number;
      const isInMorning = day > delivered || (day === delivered && !isFromNoon);
      const isSellable = day >= delivered;
      const wasDue = isDue;
      if (wasDue && isSellable) this.#sell(row, isInMorning ? (bars.open[row] as number) : (bars.close[row] as number), true);
      else if (!wasDue && isSellable) isDue = this.#meet(row, isInMorning, stop, target);
      if (this.#shares === 0) return row;
      if (maxBars > 0 && row - this.#entry >= maxBars) isDue = true;
    }
    return bars.length;
  }

  /** Sells where the bar meets stop or target. @returns whether a part is left that has to go */
  #meet(row: number, isInMorning: boolean, stop: number, target: number): boolean {
    const { open, high, low, close } = this.#stock.bars;
    if ((low[row] as number) <= stop) this.#sell(row, isInMorning ? Math.min(open[row] as number, stop) : (close[row] as number), true);
    else if (isInMorning && (high[row] as number) >= target) this.#sell(row, Math.max(open[row] as number, target), false);
    else if (!isInMorning && (close[row] as number) >= target) this.#sell(row, close[row] as number, false);
    else return false;
    return this.#shares > 0;
  }

  #sell(row: number, price: number, isMarketOrder: boolean): void {
    const session = this.#session(row);
    const shares = session.isLockedDown ? 0 : Math.min(this.#shares, session.maxShares);
    if (shares === 0) return;
    const { deliveries, bars } = this.#stock;
    const value = shares * (isMarketOrder ? session.sellPrice(price) : price);
    const fee = chargeOn(value, this.#terms.feeBasisPoints);
    const proceeds = value - fee - chargeOn(value, this.#terms.saleTaxBasisPoints);
    const place = (bars.epochDay[row] as number) - deliveries.first;
    this.#coming.push({ amount: proceeds, day: deliveries.day[place] as number, isFromNoon: deliveries.isFromNoon[place] === 1 });
    const part = shares === this.#shares ? this.#fee : Math.floor((this.#fee * shares) / this.#shares);
    const profit = proceeds - shares * this.#paid - part;
    this.#shares -= shares;
    this.#fee -= part;
    this.#outcome.trades += 1;
    if (profit > 0) this.#outcome.wins += 1;
    addReturn(this.#powers, profit / (shares * this.#paid));
    this.#onSale?.(this.#entry, row, shares, profit);
  }

  #settle(day: number, isAfternoon: boolean): void {
    if (this.#coming.length === 0) return;
    this.#coming = this.#coming.filter((coming) => {
      const isThere = day > coming.day || (day === coming.day && (isAfternoon || !coming.isFromNoon));
      if (isThere) this.#cash += coming.amount;
      return !isThere;
    });
  }

  #session(row: number): SessionTerms {
    return (this.#sessions[row] ??= new SessionTerms(this.#stock.exchange, this.#stock.bars, row, this.#terms));
  }

  #stopOf(price: number): number {
    return Math.floor((price * (ONE - this.#exit.stopBasisPoints)) / ONE);
  }
}

function addReturn(powers: Float64Array, value: number): void {
  const square = value * value;
  powers[0] = (powers[0] as number) + value;
  powers[1] = (powers[1] as number) + square;
  powers[2] = (powers[2] as number) + square * value;
  powers[3] = (powers[3] as number) + square * square;
}

function affordable(price: number, cash: number, feeBasisPoints: number): number {
  let shares = Math.max(0, Math.floor((cash * ONE) / (price * (ONE + feeBasisPoints))));
  while (shares > 0 && shares * price + chargeOn(shares * price, feeBasisPoints) > cash) shares -= 1;
  return shares;
}

function portion(volume: number, basisPoints: number): number {
  return Math.floor((volume * basisPoints) / ONE);
}
