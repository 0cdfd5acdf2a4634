import { Account, type Position } from './account.js';
import { planEntries, stopPrice, wantedSignal, type Candidate, type EntryOrder } from './entries.js';
import { decideExit, sellDue, sellWithinBar, type PositionBar } from './exits.js';
import type { Instrument } from './instrument.js';
import type { MarketTerms } from './market-terms.js';
import { SessionTerms, wholeLots } from './session-terms.js';
import type { Strategy } from './strategy.js';
import { ORDER_FAULTS, type OpenPosition, type OrderFault, type Trade } from './trade.js';

const ONE = 10_000;

export interface BacktestInput {
  readonly instruments: readonly Instrument[];
  /** Sessions of the market that are traded, days since 1970-01-01, ascending. Signals before the first are not bought. */
  readonly days: Int32Array;
  readonly strategy: Strategy;
  readonly terms: MarketTerms;
  /** At the beginning, whole VND. */
  readonly cash: number;
}

/** After each session, whole VND. */
export interface EquityCurve {
  readonly day: Int32Array;
  readonly equity: Float64Array;
  /** Shares at their last closes. */
  readonly invested: Float64Array;
}

export interface BacktestResult {
  /** In the order of their sales. */
  readonly trades: readonly Trade[];
  /** By symbol. */
  readonly open: readonly OpenPosition[];
  readonly curve: EquityCurve;
  /** Orders to buy. */
  readonly orders: number;
  /** Those of them that were not filled, or not whole. */
  readonly faults: Readonly<Record<OrderFault, number>>;
  /** Value of all purchases and sales. */
  readonly turnover: number;
}

/**
 * Trades a strategy over history, a session at a time: orders of the evening before are filled, stops and targets looked for
 * within the bar, everything valued at the close, and only then, from the closed bar, orders made for the next session.
 * Nothing random, nothing read ahead: the same input gives the same result.
 * @param onPart told after each session which part of them is done, 0 to 1
 */
export function runBacktest(input: BacktestInput, onPart: (part: number) => void = () => {}): BacktestResult {
  const { days } = input;
  const run = new Run(input);
  const curve = { day: days, equity: new Float64Array(days.length), invested: new Float64Array(days.length) };
  for (const [place, day] of days.entries()) {
    run.trade(day);
    curve.equity[place] = run.account.equity;
    curve.invested[place] = run.account.invested;
    run.decide(day);
    onPart((place + 1) / days.length);
  }
  return { ...run.outcome(), curve };
}

class Run {
  readonly account: Account;
  readonly #input: BacktestInput;
  readonly #faults = Object.fromEntries(ORDER_FAULTS.map((fault) => [fault, 0])) as Record<OrderFault, number>;
  /** Row of each instrument's bar of the day at hand, −1 where it has none. */
  readonly #rows: Int32Array;
  readonly #next: Int32Array;
  #orders: readonly EntryOrder[] = [];
  #ordered = 0;

  constructor(input: BacktestInput) {
    this.#input = input;
    this.account = new Account(input.cash, input.terms);
    this.#rows = new Int32Array(input.instruments.length).fill(-1);
    this.#next = new Int32Array(input.instruments.length);
  }

  /** One session, from its opening to its close. */
  trade(day: number): void {
    const { account } = this;
    const { orderAt } = this.#input.strategy;
    this.#moveTo(day);
    account.settle(day, 'MORNING');
    const held = this.#held(day);
    if (orderAt === 'OPEN') for (const [position, bar] of held) sellDue(account, position, bar, 'MORNING');
    if (orderAt === 'OPEN') this.#fillOrders(day);
    for (const [position, bar] of this.#held(day)) if (position.due === null || orderAt === 'CLOSE') sellWithinBar(account, position, bar);
    account.settle(day, 'AFTERNOON');
    for (const [position, bar] of held) if (position.due !== null && position.due.decidedOn < day) this.#sellAtClose(position, bar);
    if (orderAt === 'CLOSE') this.#fillOrders(day);
    this.#orders = [];
    for (const [position, bar] of this.#held(day)) {
      position.lastClose = bar.close;
      if (position.entryDay !== day) position.bars += 1;
    }
  }

  /** After the close: what is sold and bought in the next session. */
  decide(day: number): void {
    const { instruments, strategy, terms } = this.#input;
    for (const [position, bar] of this.#held(day)) {
      const fired = instruments[position.instrument]?.signals.get(this.#rows[position.instrument] as number);
      decideExit(position, strategy.exit, bar, fired);
    }
    const candidates: Candidate[] = [];
    for (const [place, instrument] of instruments.entries()) {
      const t = this.#rows[place] as number;
      const fired = t < 0 ? undefined : instrument.signals.get(t);
      if (fired === undefined || this.account.positions.has(instrument.symbol)) continue;
      const signal = wantedSignal(strategy.entry, fired);
      if (signal !== undefined) candidates.push({ instrument: place, t, signal, support: fired.support });
    }
    if (candidates.length > 0) this.#orders = planEntries(candidates, instruments, strategy, this.account, terms);
    this.#ordered += this.#orders.length;
  }

  outcome(): Omit<BacktestResult, 'curve'> {
    const open = [...this.account.positions.values()].map(
      ({ symbol, kind, signalDay, entryDay, entryPrice, shares, stop, lastClose }): OpenPosition => ({
        symbol,
        kind,
        signalDay,
        entryDay,
        entryPrice,
        shares,
        stop,
        lastClose,
      }),
    );
    const { trades, turnover } = this.account;
    return { trades, open: open.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1)), orders: this.#ordered, faults: this.#faults, turnover };
  }

  /** In the morning the sale failed, or the shares came at noon, or sales are made at the close. */
  #sellAtClose(position: Position, bar: PositionBar): void {
    const isTried = this.#input.strategy.orderAt === 'OPEN' && this.account.isSellable(position, bar.day, 'MORNING');
    if (!isTried && position.shares > 0) sellDue(this.account, position, bar, 'AFTERNOON');
  }

  #fillOrders(day: number): void {
    for (const order of this.#orders) {
      const fault = this.#fill(order, day);
      if (fault !== undefined) this.#faults[fault] += 1;
    }
  }

  #fill(order: EntryOrder, day: number): OrderFault | undefined {
    const { instruments, strategy, terms } = this.#input;
    const { symbol, sector, exchange, bars } = instruments[order.instrument] as Instrument;
    const t = this.#rows[order.instrument] as number;
    if (t < 0) return 'NO_BAR';
    const session = new SessionTerms(exchange, bars, t, terms);
    if (session.isLockedUp) return 'LOCKED';
    const entryPrice = session.buyPrice((strategy.orderAt === 'OPEN' ? bars.open[t] : bars.close[t]) as number);
    const stop = stopPrice(strategy.exit.stop, entryPrice, order);
    if (!(stop < entryPrice)) return 'BELOW_STOP';
    const inVolume = Math.min(order.shares, session.maxShares);
    if (inVolume === 0) return 'NO_VOLUME';
    const shares = Math.min(inVolume, wholeLots(this.account.affordable(entryPrice), session.lot));
    if (shares === 0) return 'NO_CASH';
    const { targetBasisPoints } = strategy.exit;
    const target = targetBasisPoints === null ? null : session.limitPrice((entryPrice * (ONE + targetBasisPoints)) / ONE);
    const { instrument, kind, signalDay } = order;
    this.account.buy({ instrument, symbol, sector, kind, signalDay, entryDay: day, entryPrice, shares, stop, target });
    return shares < order.shares ? 'PARTIAL' : undefined;
  }

  /** Positions whose stock trades on that day, with their bars, by symbol. Those bought at the close have nothing within the bar to meet. */
  #held(day: number): [Position, PositionBar][] {
    const { instruments, terms } = this.#input;
    const held: [Position, PositionBar][] = [];
    for (const position of this.account.positions.values()) {
      const t = this.#rows[position.instrument] as number;
      if (t < 0) continue;
      const { bars, exchange } = instruments[position.instrument] as Instrument;
      const [open, high, low, close] = [bars.open[t], bars.high[t], bars.low[t], bars.close[t]] as [number, number, number, number];
      held.push([position, { day, open, high, low, close, terms: new SessionTerms(exchange, bars, t, terms) }]);
    }
    return held.toSorted(([a], [b]) => (a.symbol < b.symbol ? -1 : 1));
  }

  #moveTo(day: number): void {
    for (const [place, { bars }] of this.#input.instruments.entries()) {
      let t = this.#next[place] as number;
      while (t < bars.length && (bars.epochDay[t] as number) < day) t += 1;
      const isThere = t < bars.length && bars.epochDay[t] === day;
      this.#rows[place] = isThere ? t : -1;
      this.#next[place] = isThere ? t + 1 : t;
    }
  }
}
