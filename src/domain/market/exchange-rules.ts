import type { Exchange } from './stock.js';
import { parseTradingDate, toEpochDay } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** The tick of all prices from `from` up to the next step, whole VND. */
export interface TickStep {
  readonly from: number;
  readonly tick: number;
}

/** What an exchange asks of orders in shares, from a date on. */
export interface ExchangeRules {
  readonly validFrom: TradingDate;
  /** A price may differ from the reference price by this much, per cent. */
  readonly bandPercent: number;
  /** Ascending, the first from 0. */
  readonly ticks: readonly TickStep[];
  /** Shares in a round lot. */
  readonly lot: number;
}

const HOSE_TICKS: readonly TickStep[] = [
  { from: 0, tick: 10 },
  { from: 10_000, tick: 50 },
  { from: 50_000, tick: 100 },
];
const FLAT_TICKS: readonly TickStep[] = [{ from: 0, tick: 100 }];

/**
 * Rules by date, oldest first. Ordinary sessions of shares: the wider bands of a first day, and the ticks of
 * funds and covered warrants, are not here. Dates and lots before 2021 are general knowledge, not read from a rule book.
 */
const RULES: Readonly<Record<Exchange, readonly ExchangeRules[]>> = {
  HOSE: [
    { validFrom: parseTradingDate('2016-09-12'), bandPercent: 7, ticks: HOSE_TICKS, lot: 10 },
    { validFrom: parseTradingDate('2021-01-04'), bandPercent: 7, ticks: HOSE_TICKS, lot: 100 },
  ],
  HNX: [{ validFrom: parseTradingDate('2013-01-15'), bandPercent: 10, ticks: FLAT_TICKS, lot: 100 }],
  UPCOM: [{ validFrom: parseTradingDate('2015-07-01'), bandPercent: 15, ticks: FLAT_TICKS, lot: 100 }],
};

const firstDays = (exchange: Exchange) => RULES[exchange].map(({ validFrom }) => toEpochDay(validFrom));
const FIRST_DAYS: Readonly<Record<Exchange, readonly number[]>> = {
  HOSE: firstDays('HOSE'),
  HNX: firstDays('HNX'),
  UPCOM: firstDays('UPCOM'),
};

/** The rules in force on a date; `undefined` before the first known ones. */
export function rulesOn(exchange: Exchange, date: TradingDate): ExchangeRules | undefined {
  return rulesOnDay(exchange, toEpochDay(date));
}

/** As {@link rulesOn}, for a day since 1970-01-01: for loops over columns. */
export function rulesOnDay(exchange: Exchange, epochDay: number): ExchangeRules | undefined {
  const days = FIRST_DAYS[exchange];
  let place = days.length - 1;
  while (place >= 0 && (days[place] as number) > epochDay) place -= 1;
  return RULES[exchange][place];
}
