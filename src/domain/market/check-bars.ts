import { findFarFromDay, findOutsideBand } from './band-check.js';
import { holidayOn, isTradingDay, sessionCloseAt } from './calendar.js';
import { findBarFault } from './check-bar.js';
import type { BarFault } from './check-bar.js';
import { INTERVAL_MINUTES } from './interval.js';
import type { BarInterval } from './interval.js';
import type { MarketBar, RawBar, RefusedMarketBar } from './market-bar.js';
import { isSessionMinute } from './session-bars.js';
import { isIndexSymbol } from './stock.js';
import type { Exchange } from './stock.js';
import { instantAt, tradingDateAt } from './trading-date.js';
import type { TradingDate } from './trading-date.js';
import { checkTurnover, isUnitOff } from './unit-check.js';

/** What is known about the rows of an answer besides what they say. */
export interface BarsContext {
  readonly symbol: string;
  readonly interval: BarInterval;
  /** First and last date that were asked for; servers give more, and that is neither good nor bad. */
  readonly from: TradingDate;
  readonly to: TradingDate;
  readonly now: Date;
  readonly provider: string;
  readonly isAdjusted: boolean;
  /** Where the share was listed; null where that is not known. */
  readonly exchangeOn: (date: TradingDate) => Exchange | null;
  /** A close of that share that is known to be right, VND. */
  readonly known?: { readonly tradingDate: TradingDate; readonly close: number } | undefined;
}

export interface CheckedBars {
  /** Good bars, ascending by time. */
  readonly bars: readonly MarketBar[];
  readonly refused: readonly RefusedMarketBar[];
  /** Rows of other dates than were asked for. */
  readonly outsideRequest: number;
}

const RAW_CHARACTERS = 500;

/**
 * Sorts the rows of one answer into bars to believe and rows to refuse, each with its reason. Every row is one or the
 * other or lies outside the request: none disappears. Rows may come in any order; a row that repeats another is refused,
 * rows that contradict each other are refused all. Where the unit is off, the whole answer is refused.
 */
export function checkBars(rows: readonly RawBar[], context: BarsContext): CheckedBars {
  const checker = new Checker(context);
  for (const row of rows) checker.add(row);
  return checker.result();
}

interface Candidate {
  readonly bar: MarketBar;
  readonly raw: string;
}

class Checker {
  private readonly context: BarsContext;
  private readonly isIndex: boolean;
  private readonly byTime = new Map<number, Candidate[]>();
  private readonly refused: RefusedMarketBar[] = [];
  private outsideRequest = 0;

  constructor(context: BarsContext) {
    this.context = context;
    this.isIndex = isIndexSymbol(context.symbol);
  }

  add(row: RawBar): void {
    const { from, to, now } = this.context;
    const date = row.openTime === null || row.openTime > now ? undefined : tradingDateAt(row.openTime);
    if (date !== undefined && (date < from || date > to)) {
      this.outsideRequest += 1;
      return;
    }
    const bar = this.read(row);
    if (typeof bar === 'string') {
      this.refuse(row.openTime, row.raw, bar);
      return;
    }
    const same = this.byTime.get(bar.openTime.getTime());
    if (same === undefined) this.byTime.set(bar.openTime.getTime(), [{ bar, raw: row.raw }]);
    else same.push({ bar, raw: row.raw });
  }

  result(): CheckedBars {
    const candidates = [...this.byTime.values()].flatMap((same) => this.settle(same));
    candidates.sort((a, b) => a.bar.openTime.getTime() - b.bar.openTime.getTime());
    const good = this.isIndex ? candidates : this.withinBand(this.inUnit(candidates));
    return { bars: good.map(({ bar }) => bar), refused: this.refused, outsideRequest: this.outsideRequest };
  }

  private read(row: RawBar): MarketBar | BarFault {
    const { symbol, interval, now, provider, isAdjusted } = this.context;
    const { openTime, open, high, low, close, volume, turnover = null } = row;
    if (openTime === null) return 'INVALID_DATE';
    if (openTime > now) return 'FUTURE_DATE';
    if (open === null || high === null || low === null || close === null) return 'INVALID_NUMBER';
    if (volume === null) return 'INVALID_VOLUME';
    const fault = findBarFault({ open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume });
    if (fault !== undefined) return fault;
    const tradingDate = tradingDateAt(openTime);
    // Where sources disagree about a holiday, trades decide.
    if (!isTradingDay(tradingDate) && !(holidayOn(tradingDate) === 'UNCERTAIN' && volume > 0)) return 'NOT_A_TRADING_DAY';
    if (interval !== 'D1' && !isSessionMinute(tradingDate, openTime)) return 'OUTSIDE_SESSION';
    const begins = interval === 'D1' ? instantAt(tradingDate, 0) : openTime;
    const ends = interval === 'D1' ? sessionCloseAt(tradingDate) : new Date(openTime.getTime() + INTERVAL_MINUTES[interval] * 60_000);
    return {
      symbol,
      interval,
      tradingDate,
      openTime: begins,
      open,
      high,
      low,
      close,
      volume,
      turnover,
      putThroughVolume: row.putThroughVolume ?? null,
      putThroughTurnover: row.putThroughTurnover ?? null,
      foreignBuyVolume: row.foreignBuyVolume ?? null,
      foreignSellVolume: row.foreignSellVolume ?? null,
      provider,
      receivedAt: now,
      isClosed: ends.getTime() <= now.getTime(),
      isAdjusted,
    };
  }

  /** One bar of a time: the first of equals, none of those that differ. */
  private settle(same: readonly Candidate[]): readonly Candidate[] {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return same;
    const isRepeated = others.every(({ bar }) => isSameBar(bar, first.bar));
    const refused = isRepeated ? others : same;
    for (const { bar, raw } of refused) this.refuse(bar.openTime, raw, isRepeated ? 'DUPLICATE' : 'CONFLICTING_BARS');
    return isRepeated ? [first] : [];
  }

  private inUnit(candidates: readonly Candidate[]): readonly Candidate[] {
    if (candidates.length === 0) return candidates;
    const verdicts = candidates.map(({ bar }) => checkTurnover(bar));
    const wrong = verdicts.filter((verdict) => verdict === 'UNIT_IS_WRONG').length;
    const closes = candidates.map(({ bar }) => Number(bar.close));
    // One row off by such a factor is a bad row; most rows are another unit.
    if (wrong * 2 > candidates.length || isUnitOff(closes, this.nearby(candidates))) {
      for (const { bar, raw } of candidates) this.refuse(bar.openTime, raw, 'UNIT_MISMATCH');
      return [];
    }
    return candidates.filter(({ bar, raw }, index) => {
      if (verdicts[index] === 'FITS') return true;
      this.refuse(bar.openTime, raw, 'TURNOVER_MISMATCH');
      return false;
    });
  }

  private nearby(candidates: readonly Candidate[]): { close: number; knownClose: number } | undefined {
    const { known } = this.context;
    const [first, last] = [candidates[0], candidates.at(-1)];
    if (known === undefined || first === undefined || last === undefined) return undefined;
    const nearest = last.bar.tradingDate <= known.tradingDate ? last : first;
    return { close: Number(nearest.bar.close), knownClose: known.close };
  }

  private withinBand(candidates: readonly Candidate[]): readonly Candidate[] {
    const { interval, exchangeOn, known } = this.context;
    const bars = candidates.map(({ bar }) => bar);
    const first = bars[0]?.tradingDate;
    const before = known !== undefined && first !== undefined && known.tradingDate < first ? known : undefined;
    const outside = interval === 'D1' ? findOutsideBand(bars, exchangeOn, before) : findFarFromDay(bars, exchangeOn);
    return candidates.filter(({ bar, raw }) => {
      if (!outside.has(bar)) return true;
      this.refuse(bar.openTime, raw, 'OUTSIDE_BAND');
      return false;
    });
  }

  private refuse(openTime: Date | null, raw: string, reason: BarFault): void {
    const { symbol, interval } = this.context;
    this.refused.push({ symbol, time: openTime === null ? null : timeText(openTime, interval), reason, raw: raw.slice(0, RAW_CHARACTERS) });
  }
}

function isSameBar(a: MarketBar, b: MarketBar): boolean {
  return (
    a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume && a.turnover === b.turnover
  );
}

/** In Asia/Ho_Chi_Minh. */
function timeText(openTime: Date, interval: BarInterval): string {
  const date = tradingDateAt(openTime);
  if (interval === 'D1') return date;
  const minute = Math.floor((openTime.getTime() - instantAt(date, 0).getTime()) / 60_000);
  return `${date}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
