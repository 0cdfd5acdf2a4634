import type { BacktestInput } from '../../../src/domain/backtest/run-backtest.js';
import { isTradingDay } from '../../../src/domain/market/calendar.js';
import { fromEpochDay } from '../../../src/domain/market/trading-date.js';

interface Sale {
  readonly day: number;
  readonly amount: number;
}

interface Lot {
  symbol: string;
  kind: string;
  signalDay: number;
  entryDay: number;
  entryPrice: number;
  shares: number;
  fee: number;
  stop: number;
  trailing: boolean;
  target: number | null;
  age: number;
  due: { reason: string; decidedOn: number } | null;
}

interface DayBar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  before: number | null;
  signals: readonly { kind: string; score: number | null; confidence: number | null; phase: string | null }[];
  support: number;
}

/**
 * The engine again, slowly and plainly: every bar an object in a map by day, cash and equity summed up anew from the list of
 * everything ever bought and sold, each rule written where it is used.
 */
export function oracle({ instruments, days, strategy, terms, cash: start }: BacktestInput) {
  const free = !terms.hasExchangeRules;
  const stocks = new Map(
    instruments.map((instrument) => {
      const { bars } = instrument;
      const byDay = new Map<number, DayBar>();
      for (let t = 0; t < bars.length; t++) {
        byDay.set(bars.epochDay[t]!, {
          open: bars.open[t]!,
          high: bars.high[t]!,
          low: bars.low[t]!,
          close: bars.close[t]!,
          volume: bars.volume[t]!,
          before: t === 0 ? null : bars.close[t - 1]!,
          signals: instrument.signals.get(t)?.signals ?? [],
          support: instrument.signals.get(t)?.support ?? NaN,
        });
      }
      return [instrument.symbol, { instrument, byDay }] as const;
    }),
  );
  const symbols = [...stocks.keys()].sort();

  const spent: number[] = [];
  const sales: Sale[] = [];
  const trades: Record<string, unknown>[] = [];
  let lots: Lot[] = [];
  let orders: { symbol: string; kind: string; signalDay: number; shares: number; low: number; support: number }[] = [];
  const equity: number[] = [];
  const lastClose = new Map<string, number>();

  const arrived = (traded: number, day: number, noon: boolean): boolean => {
    if (free) return true;
    let at = traded;
    for (let steps = 0; steps < 2;) if (isTradingDay(fromEpochDay((at += 1)))) steps += 1;
    if (fromEpochDay(at) >= '2022-08-29') return day > at || (day === at && noon);
    do at += 1;
    while (!isTradingDay(fromEpochDay(at)));
    return day >= at;
  };
  const charge = (value: number, rate: number) => Number((BigInt(value) * BigInt(rate) * 2n + 10_000n) / 20_000n);
  const cash = (day: number, noon: boolean) =>
    start - sum(spent) + sum(sales.filter((sale) => arrived(sale.day, day, noon)).map((sale) => sale.amount));
  const worth = () =>
    start - sum(spent) + sum(sales.map((sale) => sale.amount)) + sum(lots.map((lot) => lot.shares * lastClose.get(lot.symbol)!));

  const tick = (symbol: string, price: number) => {
    if (free) return 1;
    if (stocks.get(symbol)!.instrument.exchange !== 'HOSE') return 100;
    return price < 10_000 ? 10 : price < 50_000 ? 50 : 100;
  };
  const down = (symbol: string, price: number) => Math.floor(price / tick(symbol, price)) * tick(symbol, price);
  const up = (symbol: string, price: number) => Math.ceil(price / tick(symbol, price)) * tick(symbol, price);
  const band = (symbol: string, bar: DayBar) => {
    if (free || bar.before === null) return null;
    const percent = { HOSE: 7, HNX: 10, UPCOM: 15 }[stocks.get(symbol)!.instrument.exchange];
    const ceiling = down(symbol, Math.floor((bar.before * (100 + percent)) / 100));
    const floor = up(symbol, Math.ceil((bar.before * (100 - percent)) / 100));
    const above = up(symbol, bar.before + 1);
    const below = down(symbol, bar.before - 1);
    return { ceiling: ceiling < above ? above : ceiling, floor: below <= 0 ? bar.before : floor > below ? below : floor };
  };
  const locked = (symbol: string, bar: DayBar): 'UP' | 'DOWN' | null => {
    const limits = band(symbol, bar);
    if (limits === null || bar.high !== bar.low) return null;
    if (bar.low >= limits.ceiling - tick(symbol, limits.ceiling)) return 'UP';
    return bar.high <= limits.floor + tick(symbol, limits.floor) ? 'DOWN' : null;
  };
  const lotSize = (symbol: string, day: number) => {
    if (free) return 1;
    return stocks.get(symbol)!.instrument.exchange === 'HOSE' && fromEpochDay(day) < '2021-01-04' ? 10 : 100;
  };
  const most = (symbol: string, bar: DayBar, day: number) => {
    const shares = terms.volumeShareBasisPoints === null ? bar.volume : Math.floor((bar.volume * terms.volumeShareBasisPoints) / 10_000);
    return shares - (shares % lotSize(symbol, day));
  };
  const slip = (price: number) => Math.ceil((price * terms.slippageBasisPoints) / 10_000);
  const marketBuy = (symbol: string, bar: DayBar, price: number) => {
    const wanted = up(symbol, price + slip(price));
    const limits = band(symbol, bar);
    return limits !== null && wanted > limits.ceiling ? Math.max(limits.ceiling, price) : wanted;
  };
  const marketSell = (symbol: string, bar: DayBar, price: number) => {
    const wanted = down(symbol, Math.max(1, price - slip(price)));
    const limits = band(symbol, bar);
    if (limits === null) return Math.max(1, wanted);
    return wanted < limits.floor ? Math.min(limits.floor, price) : wanted;
  };
  const stopOf = (price: number, order: { low: number; support: number }) => {
    const { from, belowBasisPoints } = strategy.exit.stop;
    const base = { ENTRY: price, SIGNAL_LOW: order.low, SUPPORT: order.support }[from];
    return Math.floor((base * (10_000 - belowBasisPoints)) / 10_000);
  };
  const canPay = (price: number, money: number) => {
    let shares = Math.max(0, Math.floor(money / price));
    while (shares > 0 && shares * price + charge(shares * price, terms.feeBasisPoints) > money) shares -= 1;
    return shares;
  };

  for (const day of days) {
    const barOf = (symbol: string) => stocks.get(symbol)!.byDay.get(day);
    const held = () => lots.filter((lot) => barOf(lot.symbol) !== undefined).sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    const failed = new Set<Lot>();

    const sell = (lot: Lot, price: number, due: { reason: string; decidedOn: number }) => {
      const bar = barOf(lot.symbol)!;
      const shares = locked(lot.symbol, bar) === 'DOWN' ? 0 : Math.min(lot.shares, most(lot.symbol, bar, day));
      if (shares > 0) {
        const value = shares * price;
        const exitFee = charge(value, terms.feeBasisPoints);
        const saleTax = charge(value, terms.saleTaxBasisPoints);
        const entryFee = shares === lot.shares ? lot.fee : Math.floor((lot.fee * shares) / lot.shares);
        sales.push({ day, amount: value - exitFee - saleTax });
        trades.push({
          symbol: lot.symbol,
          kind: lot.kind,
          signalDay: lot.signalDay,
          entryDay: lot.entryDay,
          entryPrice: lot.entryPrice,
          shares,
          entryFee,
          decisionDay: due.decidedOn,
          exitDay: day,
          exitPrice: price,
          exitFee,
          saleTax,
          reason: due.reason,
          bars: lot.entryDay === day ? 0 : lot.age + 1,
          profit: value - exitFee - saleTax - entryFee - shares * lot.entryPrice,
        });
        lot.shares -= shares;
        lot.fee -= entryFee;
      }
      lot.due = due;
      failed.add(lot);
      lots = lots.filter((each) => each.shares > 0);
    };
    const buy = (noon: boolean) => {
      for (const order of orders) {
        const bar = barOf(order.symbol);
        if (bar === undefined || locked(order.symbol, bar) === 'UP') continue;
        const price = marketBuy(order.symbol, bar, noon ? bar.close : bar.open);
        const stop = stopOf(price, order);
        if (!(stop < price)) continue;
        const lotted = (shares: number) => shares - (shares % lotSize(order.symbol, day));
        const shares = Math.min(order.shares, most(order.symbol, bar, day), lotted(canPay(price, cash(day, noon))));
        if (shares === 0) continue;
        const fee = charge(shares * price, terms.feeBasisPoints);
        spent.push(shares * price + fee);
        const goal = strategy.exit.targetBasisPoints;
        lots.push({
          symbol: order.symbol,
          kind: order.kind,
          signalDay: order.signalDay,
          entryDay: day,
          entryPrice: price,
          shares,
          fee,
          stop,
          trailing: false,
          target: goal === null ? null : up(order.symbol, Math.ceil((price * (10_000 + goal)) / 10_000)),
          age: 0,
          due: null,
        });
      }
    };

    if (strategy.orderAt === 'OPEN') {
      for (const lot of held())
        if (lot.due !== null && arrived(lot.entryDay, day, false))
          sell(lot, marketSell(lot.symbol, barOf(lot.symbol)!, barOf(lot.symbol)!.open), lot.due);
      buy(false);
    }
    for (const lot of held()) {
      const bar = barOf(lot.symbol)!;
      if (lot.due !== null && strategy.orderAt === 'OPEN') continue;
      const stopped = { reason: lot.trailing ? 'TRAILING_STOP' : 'STOP', decidedOn: day };
      if (arrived(lot.entryDay, day, false)) {
        if (bar.low <= lot.stop) sell(lot, marketSell(lot.symbol, bar, Math.min(bar.open, lot.stop)), stopped);
        else if (lot.target !== null && bar.high >= lot.target)
          sell(lot, Math.max(bar.open, lot.target), { reason: 'TARGET', decidedOn: day });
      } else if (arrived(lot.entryDay, day, true)) {
        if (bar.low <= lot.stop) sell(lot, marketSell(lot.symbol, bar, bar.close), stopped);
        else if (lot.target !== null && bar.close >= lot.target) sell(lot, bar.close, { reason: 'TARGET', decidedOn: day });
      }
    }
    for (const lot of held()) {
      if (lot.due === null || failed.has(lot) || !arrived(lot.entryDay, day, true)) continue;
      sell(lot, marketSell(lot.symbol, barOf(lot.symbol)!, barOf(lot.symbol)!.close), lot.due);
    }
    if (strategy.orderAt === 'CLOSE') buy(true);

    for (const symbol of symbols) if (barOf(symbol) !== undefined) lastClose.set(symbol, barOf(symbol)!.close);
    for (const lot of held()) if (lot.entryDay !== day) lot.age += 1;
    const total = worth();
    equity.push(total);

    for (const lot of held()) {
      const bar = barOf(lot.symbol)!;
      if (lot.due !== null) continue;
      if (bar.signals.some(({ kind }) => (strategy.exit.kinds as readonly string[]).includes(kind)))
        lot.due = { reason: 'SIGNAL', decidedOn: day };
      else if (strategy.exit.maxBars !== null && lot.age >= strategy.exit.maxBars) lot.due = { reason: 'TIME', decidedOn: day };
      const { trail } = strategy.exit;
      if (trail !== null && bar.close * 10_000 >= lot.entryPrice * (10_000 + trail.afterGainBasisPoints)) {
        const moved = Math.floor((bar.close * (10_000 - trail.belowBasisPoints)) / 10_000);
        if (moved > lot.stop) Object.assign(lot, { stop: moved, trailing: true });
      }
    }

    const wishes = symbols.flatMap((symbol) => {
      const bar = barOf(symbol);
      if (bar === undefined || lots.some((lot) => lot.symbol === symbol)) return [];
      const { entry } = strategy;
      const fit = bar.signals.filter(
        ({ kind, score, confidence, phase }) =>
          (entry.kinds as readonly string[]).includes(kind) &&
          (entry.minScore === null || (score ?? -1) >= entry.minScore) &&
          (entry.minConfidence === null || (confidence ?? -1) >= entry.minConfidence) &&
          (entry.phases === null || (entry.phases as readonly (string | null)[]).includes(phase)),
      );
      if (fit.length === 0) return [];
      const top = Math.max(...fit.map(({ score }) => score ?? 0));
      return [{ symbol, bar, kind: fit.find(({ score }) => (score ?? 0) === top)!.kind, score: top }];
    });
    wishes.sort((a, b) => b.score - a.score);
    orders = [];
    const part = (rate: number) => Math.floor((total * rate) / 10_000);
    const { sizing } = strategy;
    for (const { symbol, bar, kind } of wishes) {
      if (lots.length + orders.length >= sizing.maxPositions) break;
      const sectorOf = (name: string) => stocks.get(name)!.instrument.sector;
      const levels = { low: bar.low, support: bar.support };
      const risk = bar.close - stopOf(bar.close, levels);
      if (!(risk > 0)) continue;
      const left = cash(day, true) - part(sizing.cashReserveBasisPoints) - sum(orders.map((o) => o.shares * barOf(o.symbol)!.close));
      const bounds = [part(sizing.riskBasisPoints) / risk, part(sizing.maxPositionBasisPoints) / bar.close, canPay(bar.close, left)];
      if (sectorOf(symbol) !== null && sizing.maxSectorBasisPoints !== null) {
        const inside =
          sum(lots.filter((lot) => sectorOf(lot.symbol) === sectorOf(symbol)).map((lot) => lot.shares * lastClose.get(lot.symbol)!)) +
          sum(orders.filter((o) => sectorOf(o.symbol) === sectorOf(symbol)).map((o) => o.shares * barOf(o.symbol)!.close));
        bounds.push((part(sizing.maxSectorBasisPoints) - inside) / bar.close);
      }
      const size = lotSize(symbol, day);
      const shares = Math.floor(Math.max(0, Math.min(...bounds)) / size) * size;
      if (shares > 0) orders.push({ symbol, kind, signalDay: day, shares, ...levels });
    }
  }
  return { trades, equity };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
