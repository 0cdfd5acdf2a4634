import { phasesOf } from '../sessions.js';
import type { Exchange } from '../stock.js';

/** How much of a session's volume is usually traded by a time of day. */
export interface VolumeProfile {
  /** 0 to 1. @param minute minutes after midnight in Asia/Ho_Chi_Minh, with fractions */
  shareUntil(minute: number): number;
}

/** Shares traded in a minute, summed over sessions. */
export interface MinuteVolume {
  /** Minutes after midnight. */
  readonly minute: number;
  readonly volume: number;
}

/** Sessions that a measured profile needs. */
const MIN_SESSIONS = 5;
/** Nothing is said of the volume before so many minutes of trading: a share of next to nothing can be anything. */
const MIN_TRADED_MINUTES = 30;
const MINUTES_OF_DAY = 1_440;

/**
 * The profile of a share by its own last sessions; where there are fewer than five, or none had trades, as if volume came evenly
 * over the hours of trading, closing auction included.
 */
export function volumeProfile(exchange: Exchange, volumes: readonly MinuteVolume[], sessions: number): VolumeProfile {
  const total = volumes.reduce((sum, { volume }) => sum + volume, 0);
  const byMinute = new Float64Array(MINUTES_OF_DAY);
  if (sessions >= MIN_SESSIONS && total > 0) for (const { minute, volume } of volumes) byMinute[minute] = volume;
  else for (const minute of tradingMinutes(exchange)) byMinute[minute] = 1;
  const until = new Float64Array(MINUTES_OF_DAY + 1);
  for (let minute = 0; minute < MINUTES_OF_DAY; minute += 1) until[minute + 1] = (until[minute] as number) + (byMinute[minute] as number);
  const all = until[MINUTES_OF_DAY] as number;
  return {
    shareUntil(minute) {
      const whole = Math.min(Math.max(Math.floor(minute), 0), MINUTES_OF_DAY - 1);
      const part = Math.min(Math.max(minute - whole, 0), 1);
      return ((until[whole] as number) + part * (byMinute[whole] as number)) / all;
    },
  };
}

/**
 * The volume so far against what is usual by that time of day (1: as always); null before half an hour of trading, and where
 * nothing is known.
 * @param usual mean volume of the sessions before, shares
 */
export function volumeRatioAt(
  { volume, usual, exchange, profile }: { volume: number; usual: number; exchange: Exchange; profile: VolumeProfile },
  minute: number,
): number | null {
  const traded = tradingMinutes(exchange).filter((each) => each < minute).length;
  const expected = usual * profile.shareUntil(minute);
  return traded >= MIN_TRADED_MINUTES && expected > 0 ? volume / expected : null;
}

const MINUTES = new Map<Exchange, readonly number[]>();

/** The minutes of a day in which a round lot can trade, auctions included, trading after the close left out. */
function tradingMinutes(exchange: Exchange): readonly number[] {
  const known = MINUTES.get(exchange);
  if (known !== undefined) return known;
  const spans = phasesOf(exchange).filter(({ phase }) => phase !== 'POST_CLOSE');
  const minutes = spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, each) => from + each));
  MINUTES.set(exchange, minutes);
  return minutes;
}
