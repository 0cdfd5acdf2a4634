import { isTradingDay, nextTradingDay } from './calendar.js';
import { rulesOn } from './exchange-rules.js';
import type { MarketBar } from './market-bar.js';
import type { Exchange } from './stock.js';
import type { TradingDate } from './trading-date.js';

/** The band of an exchange that is not known: the widest, per cent. */
const WIDEST_BAND = 15;
/** The wider bands of a first session, or of the first after more than 25 without trades, per cent. */
const FIRST_BAND: Readonly<Record<Exchange, number>> = { HOSE: 20, HNX: 30, UPCOM: 40 };
const IDLE_SESSIONS = 25;
/** Adjusted prices are rounded after they were scaled. */
const ROUNDING = 0.005;
const ROUNDING_VND = 20;
/** The widest tick, VND: a band is never narrower than one on each side. */
const WIDEST_TICK = 100;

interface Session {
  readonly tradingDate: TradingDate;
  readonly high: number;
  readonly low: number;
  /** What the limits of the next session can be taken from: closes, or anything between low and high where it is an average. */
  readonly reference: { readonly from: number; readonly to: number };
}

/**
 * Which daily bars carry prices that the daily limits rule out. Within a bar, high and low may differ by no more than the
 * whole band. From one bar to the next, the limits follow from the earlier one; a bar outside is refused where the next
 * one is back, or where there is no next one yet. Where the next one stays, the level itself has moved (a dividend, a
 * split), and the bar stands.
 * @param bars ascending, one each date
 * @param before a bar before the first one that is known to be right
 */
export function findOutsideBand(
  bars: readonly MarketBar[],
  exchangeOn: (date: TradingDate) => Exchange | null,
  before?: { readonly tradingDate: TradingDate; readonly close: number },
): ReadonlySet<MarketBar> {
  const outside = new Set<MarketBar>();
  let last: Session | undefined =
    before === undefined
      ? undefined
      : { tradingDate: before.tradingDate, high: before.close, low: before.close, reference: { from: before.close, to: before.close } };
  for (const [index, bar] of bars.entries()) {
    const session = sessionOf(bar, exchangeOn(bar.tradingDate));
    const follows = (earlier: Session | undefined) => earlier === undefined || isWithin(earlier, session, bar, exchangeOn);
    const next = bars[index + 1];
    const isTooWide = session.high > session.low * widthOf(exchangeOn(bar.tradingDate), bar.tradingDate, last) + slack(bar);
    const staysThere = next !== undefined && isWithin(session, sessionOf(next, exchangeOn(next.tradingDate)), next, exchangeOn);
    if (isTooWide || (!follows(last) && !staysThere)) outside.add(bar);
    else last = session;
  }
  return outside;
}

/** Which intraday bars lie farther from the middle price of their day than a whole band is wide. */
export function findFarFromDay(bars: readonly MarketBar[], exchangeOn: (date: TradingDate) => Exchange | null): ReadonlySet<MarketBar> {
  const far = new Set<MarketBar>();
  for (const [date, day] of byDate(bars)) {
    const closes = day.map(({ close }) => Number(close)).sort((a, b) => a - b);
    const middle = closes[Math.floor(closes.length / 2)] ?? 0;
    const band = bandOn(exchangeOn(date), date) / 100;
    const width = (1 + band) / (1 - band);
    for (const bar of day)
      if (Number(bar.high) > middle * width + slack(bar) || Number(bar.low) * width < middle - slack(bar)) far.add(bar);
  }
  return far;
}

function byDate(bars: readonly MarketBar[]): ReadonlyMap<TradingDate, readonly MarketBar[]> {
  const days = new Map<TradingDate, MarketBar[]>();
  for (const bar of bars) {
    const day = days.get(bar.tradingDate);
    if (day === undefined) days.set(bar.tradingDate, [bar]);
    else day.push(bar);
  }
  return days;
}

function isWithin(earlier: Session, later: Session, bar: MarketBar, exchangeOn: (date: TradingDate) => Exchange | null): boolean {
  const sessions = sessionsBetween(earlier.tradingDate, later.tradingDate);
  // After a longer silence nothing is known about the reference.
  if (sessions > IDLE_SESSIONS) return true;
  const band = bandOn(exchangeOn(later.tradingDate), later.tradingDate) / 100;
  const up = Math.max(earlier.reference.to * (1 + band) ** sessions, earlier.reference.to + WIDEST_TICK * sessions);
  const down = Math.min(earlier.reference.from * (1 - band) ** sessions, earlier.reference.from - WIDEST_TICK * sessions);
  return later.high <= up + slack(bar) && later.low >= down - slack(bar);
}

function sessionOf(bar: MarketBar, exchange: Exchange | null): Session {
  const [high, low, close] = [Number(bar.high), Number(bar.low), Number(bar.close)];
  // UPCOM's reference is an average price of the day before, which lies somewhere between its low and high.
  const reference = exchange === 'HOSE' || exchange === 'HNX' ? { from: close, to: close } : { from: low, to: high };
  return { tradingDate: bar.tradingDate, high, low, reference };
}

function widthOf(exchange: Exchange | null, date: TradingDate, last: Session | undefined): number {
  const isFirst = last === undefined || sessionsBetween(last.tradingDate, date) > IDLE_SESSIONS;
  const band = (isFirst ? FIRST_BAND[exchange ?? 'UPCOM'] : bandOn(exchange, date)) / 100;
  return (1 + band) / (1 - band);
}

function bandOn(exchange: Exchange | null, date: TradingDate): number {
  return (exchange === null ? undefined : rulesOn(exchange, date)?.bandPercent) ?? WIDEST_BAND;
}

function slack(bar: MarketBar): number {
  return bar.isAdjusted ? Number(bar.high) * ROUNDING + ROUNDING_VND : WIDEST_TICK;
}

/** Trading days after `from` up to `to`, counted to one more than an idle stock may miss. */
function sessionsBetween(from: TradingDate, to: TradingDate): number {
  let sessions = isTradingDay(to) ? 0 : 1;
  for (let date = from; date < to && sessions <= IDLE_SESSIONS; sessions += 1) date = nextTradingDay(date);
  return Math.max(1, sessions);
}
