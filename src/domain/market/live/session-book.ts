import type { Exchange } from '../stock.js';
import { instantAt } from '../trading-date.js';
import type { TradingDate } from '../trading-date.js';
import type { MinuteBar, RunningBar } from './minute-bar.js';
import { MinuteRows } from './minute-rows.js';
import { RecentVolumes } from './recent-volumes.js';
import { sessionGrid } from './session-grid.js';
import type { SessionGrid } from './session-grid.js';
import { toMantissa } from './trade.js';
import type { Trade } from './trade.js';

/** What became of a trade. SETTLED: its minute has a bar of the source already, which has the trade. */
export type TradeResult = 'ACCEPTED' | 'DUPLICATE' | 'SETTLED' | 'OUTSIDE_SESSION' | 'UNUSABLE';

/** What is known of a minute: all that was told; trades may be missing; as the source has it; trades are missing for good. */
const [LIVE, MISSING, SETTLED, LOST] = [0, 1, 2, 3] as const;

/**
 * The one-minute bars of one share in one session, built from trades that may come late, twice or out of order. Its size is
 * the same from the first trade to the last. Which trade of a minute was the first or the last is decided by its time, then by
 * the volume of the session, then by the order in which they came.
 */
export class SessionBook {
  readonly date: TradingDate;
  readonly #grid: SessionGrid;
  readonly #midnight: number;
  readonly #rows: MinuteRows;
  readonly #states: Uint8Array;
  readonly #unsaved: Uint8Array;
  readonly #recent = new RecentVolumes();
  #unsavedCount = 0;
  #missingCount = 0;

  constructor(exchange: Exchange, date: TradingDate) {
    this.date = date;
    this.#grid = sessionGrid(exchange);
    this.#midnight = instantAt(date, 0).getTime();
    const { length } = this.#grid.begins;
    this.#rows = new MinuteRows(length);
    this.#states = new Uint8Array(length);
    this.#unsaved = new Uint8Array(length);
  }

  /** Minutes that changed since they were taken to be stored. */
  get unsavedCount(): number {
    return this.#unsavedCount;
  }

  /** Minutes of which trades may be missing and may still be fetched. */
  get missingCount(): number {
    return this.#missingCount;
  }

  add({ price, volume, sessionVolume, at }: Trade): TradeResult {
    const mantissa = toMantissa(price);
    if (mantissa === undefined || !Number.isSafeInteger(volume) || volume < 0) return 'UNUSABLE';
    const slot = this.#grid.slotAt((at.getTime() - this.#midnight) / 60_000);
    if (slot === -1) return 'OUTSIDE_SESSION';
    if (sessionVolume !== null && !this.#recent.remember(sessionVolume)) return 'DUPLICATE';
    if (this.#states[slot] === SETTLED) return 'SETTLED';
    this.#rows.put(slot, mantissa, volume, at.getTime(), sessionVolume ?? -1);
    this.#markUnsaved(slot);
    return 'ACCEPTED';
  }

  /** Trades of that time may be missing. Minutes that the source has told stay. */
  miss(from: Date, to: Date): void {
    const [first, last] = [(from.getTime() - this.#midnight) / 60_000, (to.getTime() - this.#midnight) / 60_000];
    for (const [slot, end] of this.#grid.ends.entries()) {
      if (this.#states[slot] === LIVE && end > first && (this.#grid.starts[slot] as number) <= last) this.#setState(slot, MISSING);
    }
  }

  /** Slots with missing trades to which nothing can come any more at that time: the source has them whole. */
  missingBefore(now: Date): readonly number[] {
    if (this.#missingCount === 0) return [];
    const minute = (now.getTime() - this.#midnight) / 60_000;
    return [...this.#grid.ends.keys()].filter((slot) => this.#states[slot] === MISSING && (this.#grid.ends[slot] as number) <= minute);
  }

  /**
   * Takes the source's own bars for slots with missing trades. A slot stays missing where the source has less than was told, or
   * nothing of it and nothing after it either: it may come later.
   */
  settle(slots: readonly number[], bars: readonly MinuteBar[]): void {
    const bySlot = new Map<number, MinuteBar[]>();
    let newest = -1;
    for (const bar of bars) {
      const slot = bar.tradingDate === this.date ? this.#grid.slotAt(bar.minute) : -1;
      if (slot === -1) continue;
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), bar]);
      newest = Math.max(newest, slot);
    }
    for (const slot of slots) {
      if (this.#states[slot] !== MISSING) continue;
      const told = bySlot.get(slot) ?? [];
      const volume = told.reduce((sum, bar) => sum + bar.volume, 0);
      if (volume < this.#rows.volume(slot) || (told.length === 0 && newest <= slot)) continue;
      this.#rows.clear(slot);
      for (const bar of told) this.#putBar(slot, bar);
      this.#setState(slot, SETTLED);
      if (told.length > 0) this.#markUnsaved(slot);
    }
  }

  /** Nobody has what is missing of these slots: what was told of them stands, and is marked. */
  giveUp(slots: readonly number[]): void {
    for (const slot of slots) {
      if (this.#states[slot] !== MISSING) continue;
      this.#setState(slot, LOST);
      if (this.#rows.hasTrades(slot)) this.#markUnsaved(slot);
    }
  }

  /** Puts in bars of this session that were stored before; they need not be stored again. Whole ones are settled. */
  restore(bars: readonly MinuteBar[]): void {
    for (const bar of bars) {
      const slot = this.#grid.slotAt(bar.minute);
      if (slot === -1 || this.#rows.hasTrades(slot)) continue;
      this.#putBar(slot, bar);
      if (bar.isWhole) this.#setState(slot, SETTLED);
    }
  }

  /** At most so many changed bars of minutes that are over at that time, marked as taken. */
  takeUnsaved(now: Date, limit: number): MinuteBar[] {
    const taken: MinuteBar[] = [];
    if (this.#unsavedCount === 0) return taken;
    const minute = (now.getTime() - this.#midnight) / 60_000;
    for (let slot = 0; slot < this.#unsaved.length && taken.length < limit; slot += 1) {
      // One with missing trades waits: the source's own bar, or giving up, will change it.
      if (this.#unsaved[slot] === 0 || this.#states[slot] === MISSING || (this.#grid.ends[slot] as number) > minute) continue;
      this.#unsaved[slot] = 0;
      this.#unsavedCount -= 1;
      taken.push(this.#barOf(slot));
    }
    return taken;
  }

  /** The bars could not be stored: they are taken again. */
  keepUnsaved(bars: readonly MinuteBar[]): void {
    for (const { minute } of bars) this.#markUnsaved(this.#grid.slotAt(minute));
  }

  /** All bars so far, ascending. */
  bars(): MinuteBar[] {
    return [...this.#states.keys()].filter((slot) => this.#rows.hasTrades(slot)).map((slot) => this.#barOf(slot));
  }

  /** The daily bar so far; null before the first trade. */
  daily(): RunningBar | null {
    return this.#rows.sum(
      this.date,
      this.#states.every((state) => state === LIVE || state === SETTLED),
    );
  }

  #putBar(slot: number, bar: MinuteBar): void {
    this.#rows.putBar(slot, bar, this.#midnight + bar.minute * 60_000);
  }

  #barOf(slot: number): MinuteBar {
    const isWhole = this.#states[slot] === LIVE || this.#states[slot] === SETTLED;
    return { tradingDate: this.date, minute: this.#grid.begins[slot] as number, ...this.#rows.prices(slot), isWhole };
  }

  #setState(slot: number, state: number): void {
    this.#missingCount += Number(state === MISSING) - Number(this.#states[slot] === MISSING);
    this.#states[slot] = state;
  }

  #markUnsaved(slot: number): void {
    if (slot === -1 || this.#unsaved[slot] === 1) return;
    this.#unsaved[slot] = 1;
    this.#unsavedCount += 1;
  }
}
