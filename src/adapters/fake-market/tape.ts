import { INTERVAL_MINUTES } from '../../domain/market/interval.js';
import type { BarInterval } from '../../domain/market/interval.js';
import { sessionBarMinutes } from '../../domain/market/session-bars.js';
import { instantAt, parseTradingDate } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { SeededRandom } from '../../domain/seeded-random.js';

/** A bar of the market that is played, prices in VND (points for an index), volume in shares. */
export interface TapeBar {
  /** When it begins; midnight in Asia/Ho_Chi_Minh for a daily one. */
  readonly at: Date;
  readonly tradingDate: TradingDate;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface TapeTick {
  readonly symbol: string;
  readonly at: Date;
  readonly price: number;
  readonly volume: number;
  /** Shares of the session so far, this tick included. */
  readonly sessionVolume: number;
}

const HALF_OF_U = 0.5;
/** Places in hundredths of a dong at most: what floats can hold without noise. */
const round = (price: number): number => Math.round(price * 100) / 100;

/**
 * A market to be played: daily bars that are given, minutes and ticks made from them. The minutes of a day have its open,
 * high, low, close and volume, the ticks of a minute have the minute's; the same seed makes the same.
 */
export class Tape {
  readonly seed: number;
  private readonly daily: ReadonlyMap<string, readonly TapeBar[]>;

  /** @param daily ascending bars of each symbol, real or simulated */
  constructor(daily: ReadonlyMap<string, readonly TapeBar[]>, seed: number) {
    this.daily = daily;
    this.seed = seed;
  }

  get symbols(): readonly string[] {
    return [...this.daily.keys()];
  }

  /** The newest date of any symbol. */
  get lastDate(): TradingDate {
    let last = '1990-01-01';
    for (const bars of this.daily.values()) last = [last, bars.at(-1)?.tradingDate ?? last].sort().at(-1) ?? last;
    return parseTradingDate(last);
  }

  has(symbol: string): boolean {
    return this.daily.has(symbol);
  }

  /** Bars that begin from `from` to `to`, both included. */
  bars(symbol: string, interval: BarInterval, from: Date, to: Date): TapeBar[] {
    const day = 86_400_000;
    const days = (this.daily.get(symbol) ?? []).filter(({ at }) => at.getTime() > from.getTime() - day && at <= to);
    const bars = interval === 'D1' ? days : days.flatMap((bar) => grouped(this.minutes(symbol, bar), INTERVAL_MINUTES[interval]));
    return bars.filter(({ at }) => at >= from && at <= to);
  }

  /** Every tick of a date, in order of time. */
  ticks(date: TradingDate, symbols: readonly string[] = this.symbols): TapeTick[] {
    const ticks: TapeTick[] = [];
    for (const symbol of symbols) {
      const day = this.daily.get(symbol)?.find(({ tradingDate }) => tradingDate === date);
      let sessionVolume = 0;
      for (const minute of day === undefined ? [] : this.minutes(symbol, day)) {
        for (const [index, [price, volume]] of tradesOf(minute).entries()) {
          sessionVolume += volume;
          ticks.push({ symbol, at: new Date(minute.at.getTime() + 5_000 + index * 15_000), price, volume, sessionVolume });
        }
      }
    }
    return ticks.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  private minutes(symbol: string, day: TapeBar): TapeBar[] {
    const random = SeededRandom.of(this.seed, `${symbol} ${day.tradingDate}`);
    const slots = sessionBarMinutes('HOSE', 'M1');
    const count = Math.min(slots.length, Math.floor(day.volume / 4));
    if (count === 0) return [];
    // A quiet share trades in some of the minutes.
    const minutes = Array.from({ length: count }, (_, index) => slots[Math.floor((index * slots.length) / count)] ?? 0);
    const path = pathOf(day, count, random);
    const volumes = volumesOf(day.volume, count, random);
    return minutes.map((minute, index) => {
      const [open, close] = [path[index] ?? day.open, path[index + 1] ?? day.close];
      return {
        at: instantAt(day.tradingDate, minute),
        tradingDate: day.tradingDate,
        open,
        high: Math.max(open, close),
        low: Math.min(open, close),
        close,
        volume: volumes[index] ?? 0,
      };
    });
  }
}

/** Prices at the ends of `count` minutes, the open before them: from the open over both extremes to the close. */
function pathOf({ open, high, low, close }: TapeBar, count: number, random: SeededRandom): number[] {
  if (count < 3) return [open, ...(count === 1 ? [close] : [high, close])];
  const [first, second] = [random.integer(1, count - 2), random.integer(1, count - 2)].sort((a, b) => a - b) as [number, number];
  const extremes = random.chance(0.5) ? [high, low] : [low, high];
  const corners = [
    { at: 0, price: open },
    { at: first, price: extremes[0] ?? high },
    { at: second === first ? first + 1 : second, price: extremes[1] ?? low },
    { at: count, price: close },
  ];
  const path: number[] = [];
  for (let at = 0; at <= count; at += 1) {
    const exact = corners.find((corner) => corner.at === at);
    const after = corners.findIndex((corner) => corner.at > at);
    const [a, b] = [corners[after - 1] ?? corners[0], corners[after] ?? corners[3]] as [
      { at: number; price: number },
      { at: number; price: number },
    ];
    const straight = a.price + ((b.price - a.price) * (at - a.at)) / Math.max(1, b.at - a.at);
    const noisy = straight + (random.next() - 0.5) * (high - low) * 0.1;
    path.push(exact?.price ?? Math.min(high, Math.max(low, round(noisy))));
  }
  return path;
}

/** The day's volume by minutes: much in the morning and towards the close, at least four shares in each. */
function volumesOf(volume: number, count: number, random: SeededRandom): number[] {
  const weights = Array.from({ length: count }, (_, index) => HALF_OF_U + Math.abs(index / count - HALF_OF_U) * 2 + random.next());
  const sum = weights.reduce((a, b) => a + b, 0);
  const spare = volume - 4 * count;
  let [reached, given] = [0, 0];
  return weights.map((weight, index) => {
    reached += weight;
    const upTo = index === count - 1 ? spare : Math.floor((spare * reached) / sum);
    const share = upTo - given;
    given = upTo;
    return 4 + share;
  });
}

/** Four trades of a minute: open, one extreme, the other, close; volumes add up. */
function tradesOf({ open, high, low, close, volume }: TapeBar): [price: number, volume: number][] {
  const quarter = Math.floor(volume / 4);
  const between = open <= close ? [low, high] : [high, low];
  return [open, ...between, close].map((price, index) => [price, index === 3 ? volume - 3 * quarter : quarter]);
}

function grouped(minutes: readonly TapeBar[], length: number): TapeBar[] {
  const groups: TapeBar[] = [];
  for (const minute of minutes) {
    const at = new Date(Math.floor(minute.at.getTime() / (length * 60_000)) * length * 60_000);
    const last = groups.at(-1);
    if (last === undefined || last.at.getTime() !== at.getTime()) groups.push({ ...minute, at });
    else {
      groups[groups.length - 1] = {
        ...last,
        high: Math.max(last.high, minute.high),
        low: Math.min(last.low, minute.low),
        close: minute.close,
        volume: last.volume + minute.volume,
      };
    }
  }
  return groups;
}
