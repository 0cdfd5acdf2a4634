import type { PriceQuote } from '../../domain/market/live/price-quote.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import type { MinuteBarStore } from '../ports/minute-bars.js';
import { MAX_BOARD_ITEMS, type BoardBus } from '../ports/board-bus.js';
import type { Timers } from '../ports/timers.js';
import { ProvisionalWatch, type ProvisionalDeps } from './provisional-watch.js';
import { Refill } from './refill-missing.js';
import type { RefillDeps } from './refill-missing.js';
import { repeat } from './repeat.js';
import { shardOf } from './shard-of.js';
import { TickDesk } from './tick-desk.js';

export interface LeadShardDeps extends RefillDeps, ProvisionalDeps {
  readonly minuteBars: MinuteBarStore;
  readonly prices: BoardBus<PriceQuote>;
  readonly timers: Timers;
  /** What is followed; null: every active stock and index of the database. */
  readonly symbols: readonly string[] | null;
  /** Parts that the symbols are divided into. */
  readonly shards: number;
  /** The newest prices are published this often. */
  readonly priceEveryMs: number;
}

/** A late trade still changes its minute before that is stored for the first time. */
const LATE_MS = 2_000;
const SAVE_EVERY_MS = 1_000;
const REFILL_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 1_000;
/** The rules look at open bars this often. */
const RULES_EVERY_MS = 400;
/** A batch of histories is read this often at the start of a session. */
const PREPARE_EVERY_MS = 200;
const REPLACE_EVERY_MS = 5_000;
/** Bars of one statement. */
const SAVE_BATCH = 2_000;
/** Stocks whose stored minutes are read with one statement. */
const RESTORE_BATCH = 100;

/**
 * Follows the trades of a shard until aborted: minute bars are stored, newest prices are published, what the stream has missed
 * is fetched. Begins anew with every session. Ends at once where the database knows no instrument of the shard; tells how many
 * it followed.
 */
export async function leadShard(deps: LeadShardDeps, shard: number, stop: AbortSignal): Promise<number> {
  const { provider, clock, metrics } = deps;
  const ending = new AbortController();
  const signal = AbortSignal.any([stop, ending.signal]);
  let session = await openSession(deps, shard, signal);
  if (session.symbols.length === 0 || provider.streamTicks === undefined) return 0;
  const ticks = provider.streamTicks(session.symbols, signal);
  let hasConnected = false;

  async function follow(): Promise<void> {
    for await (const event of ticks) {
      if (event.kind === 'TICK') {
        metrics.increment('realtime_ticks_total', { result: session.desk.take(event.tick).toLowerCase() });
      } else if (event.kind === 'GAP') session.desk.miss(event.from, event.to);
      else if (!hasConnected) {
        hasConnected = true;
        session.desk.missUntil(clock.now());
      }
    }
  }

  async function look(): Promise<void> {
    const { desk } = session;
    const labels = { shard: String(shard) };
    metrics.set('realtime_prices_waiting', desk.waitingPrices, labels);
    metrics.set('realtime_bars_waiting', desk.waitingMinutes, labels);
    metrics.set('realtime_symbols_incomplete', desk.incomplete, labels);
    if (tradingDateAt(clock.now()) === desk.date) return;
    await saveMinutes(deps, desk);
    session.end();
    session = await openSession(deps, shard, signal);
  }

  // Where the stream fails for good, all of it ends; it is begun anew a little later.
  const followed = follow().finally(() => ending.abort());
  await Promise.all([
    followed,
    repeat(deps, 'publish prices', deps.priceEveryMs, signal, () => publishPrices(deps, session.desk)),
    repeat(deps, 'store minutes', SAVE_EVERY_MS, signal, () => saveMinutes(deps, session.desk)),
    repeat(deps, 'refill minutes', REFILL_EVERY_MS, signal, () => session.refill.run(signal)),
    repeat(deps, 'read histories', PREPARE_EVERY_MS, signal, () => session.rules.prepare()),
    repeat(deps, 'look at open bars', RULES_EVERY_MS, signal, () => session.rules.look()),
    repeat(deps, 'look for closed bars', REPLACE_EVERY_MS, signal, () => session.rules.replace()),
    repeat(deps, 'follow the session', LOOK_EVERY_MS, signal, look),
  ]);
  return session.symbols.length;
}

interface Session {
  readonly desk: TickDesk;
  readonly refill: Refill;
  readonly rules: ProvisionalWatch;
  /** Listens no more to what others tell of the session. */
  readonly end: () => void;
  readonly symbols: readonly string[];
}

/** The desk of today, with what is stored of it. What is not may be missing. */
async function openSession(deps: LeadShardDeps, shard: number, signal: AbortSignal): Promise<Session> {
  const { minuteBars, clock } = deps;
  const now = clock.now();
  const date = tradingDateAt(now);
  const all = await minuteBars.instruments(deps.symbols, date);
  const instruments = all.filter(({ symbol }) => shardOf(symbol, deps.shards) === shard);
  const desk = new TickDesk(date, instruments);
  const seats = [...desk.seats];
  for (let from = 0; from < seats.length; from += RESTORE_BATCH) {
    const batch = seats.slice(from, from + RESTORE_BATCH);
    const stored = await minuteBars.session(
      batch.map(({ instrument }) => instrument.id),
      date,
    );
    for (const { instrument, book } of batch) book.restore(stored.get(instrument.id) ?? []);
  }
  desk.missUntil(now);
  const rules = new ProvisionalWatch(deps, desk);
  const ending = new AbortController();
  await rules.listen(AbortSignal.any([signal, ending.signal]));
  return { desk, refill: new Refill(deps, desk), rules, end: () => ending.abort(), symbols: instruments.map(({ symbol }) => symbol) };
}

async function publishPrices({ prices, metrics }: LeadShardDeps, desk: TickDesk): Promise<void> {
  for (let quotes = desk.takePrices(MAX_BOARD_ITEMS); quotes.length > 0; quotes = desk.takePrices(MAX_BOARD_ITEMS)) {
    try {
      await prices.publish(quotes);
      metrics.increment('realtime_prices_total', { result: 'published' }, quotes.length);
    } catch (error) {
      desk.keepPrices(quotes);
      metrics.increment('realtime_prices_total', { result: 'failed' }, quotes.length);
      throw error;
    }
  }
}

async function saveMinutes({ minuteBars, clock, metrics }: LeadShardDeps, desk: TickDesk): Promise<void> {
  const over = new Date(clock.now().getTime() - LATE_MS);
  for (let bars = desk.takeUnsaved(over, SAVE_BATCH); bars.length > 0; bars = desk.takeUnsaved(over, SAVE_BATCH)) {
    try {
      await minuteBars.save(bars);
      metrics.increment('realtime_bars_total', { result: 'stored' }, bars.length);
    } catch (error) {
      desk.keepUnsaved(bars);
      throw error;
    }
  }
}
