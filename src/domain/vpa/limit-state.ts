import { nextTradingDay } from '../market/calendar.js';
import { rulesOnDay } from '../market/exchange-rules.js';
import { roundToTick, tickAt } from '../market/price-limits.js';
import type { Exchange } from '../market/stock.js';
import { fromEpochDay } from '../market/trading-date.js';
import type { Features } from './feature-columns.js';

/** Sessions without trades after which the first one has a wider band. */
const IDLE_SESSIONS = 25;
/** Fewer days than these hold no more than {@link IDLE_SESSIONS} sessions. */
const IDLE_DAYS = 26;
/** The wider band, per cent. */
const FIRST_BAND: Readonly<Record<Exchange, number>> = { HOSE: 20, HNX: 30, UPCOM: 40 };
/** Adjusted prices are not on a tick any more. */
const ROUNDING = 1e-6;

/**
 * Marks the bars that closed at the ceiling or the floor of their day, within a tick: there a band stopped the price, and few shares changed
 * hands since nobody would sell, or buy, not since nobody cared. The reference is the close before, also on UPCOM, where it is an average of
 * the day before and the limit so is not known exactly. Prices in VND.
 * @param exchange null or absent: not known, and nothing is marked
 */
export function measureLimitState(features: Features, exchange: Exchange | null | undefined): void {
  const { length, close, epochDay, isAtLimit } = features;
  isAtLimit.fill(0, 0, length);
  if (exchange === null || exchange === undefined) return;
  for (let t = 1; t < length; t++) {
    const rules = rulesOnDay(exchange, epochDay[t] as number);
    if (rules === undefined) continue;
    const band = isAfterSuspension(features, t) ? FIRST_BAND[exchange] : rules.bandPercent;
    const [reference, now] = [close[t - 1] as number, close[t] as number];
    const limit = reference * (1 + ((now > reference ? 1 : -1) * band) / 100);
    // A cheap test first: nearly all bars are far from it.
    if (Math.abs(now - limit) > Math.max(reference * 0.02, WIDEST_TICK)) continue;
    isAtLimit[t] = Number(isAt(now, limit, now > reference, rules.ticks));
  }
}

const WIDEST_TICK = 100;

/** Limits are rounded towards the reference: what is at the limit lies within a tick of it, on that side. */
function isAt(close: number, limit: number, isCeiling: boolean, ticks: Parameters<typeof tickAt>[0]): boolean {
  const slack = limit * ROUNDING;
  if (limit < 1) return false;
  const rounded = roundToTick(ticks, Math.floor(limit), isCeiling ? 'DOWN' : 'UP');
  const tick = tickAt(ticks, Math.floor(limit));
  const within = isCeiling ? limit - close : close - limit;
  return Math.abs(close - rounded) <= slack || (within >= -slack && within < tick);
}

/** Whether the bar is the first after more than 25 sessions without a trade. */
export function isAfterSuspension({ epochDay }: Pick<Features, 'epochDay'>, t: number): boolean {
  const [before, day] = [epochDay[t - 1] ?? NaN, epochDay[t] as number];
  if (!(day - before > IDLE_DAYS)) return false;
  let sessions = 0;
  for (let date = fromEpochDay(before); date < fromEpochDay(day) && sessions <= IDLE_SESSIONS; sessions += 1) date = nextTradingDay(date);
  return sessions > IDLE_SESSIONS;
}
