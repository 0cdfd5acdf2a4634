import { isTradingDay } from '../../domain/market/calendar.js';
import { SessionBook } from '../../domain/market/live/session-book.js';
import type { TradeResult } from '../../domain/market/live/session-book.js';
import type { PriceQuote } from '../../domain/market/live/price-quote.js';
import type { Exchange } from '../../domain/market/stock.js';
import { instantAt } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { Tick } from '../ports/market-data-provider.js';
import type { LiveInstrument, StoredMinuteBar } from '../ports/minute-bars.js';

/** A trade may be told so much later than it is stamped, and before the line was seen to be down. */
const GAP_MARGIN_MS = 5_000;

/** One instrument of a session with its bars. */
export interface DeskSeat {
  readonly instrument: LiveInstrument;
  readonly book: SessionBook;
  /** When the newest accepted tick was received; null before the first. */
  receivedAt: Date | null;
}

/** The instruments of one shard in one session. Everything here is bounded by the number of instruments. */
export class TickDesk {
  readonly date: TradingDate;
  readonly #seats: ReadonlyMap<string, DeskSeat>;
  /** Time of the newest trade that was told; what was lost on its way came after it. */
  #newestAt = Infinity;
  /** Where a gap begins that the next trade ends. */
  #gapFrom: Date | null = null;
  /** Those whose newest price was not taken yet. */
  readonly #moved = new Set<DeskSeat>();
  /** Those that have traded since the rules looked. */
  readonly #traded = new Set<DeskSeat>();
  /** Those with changed minutes. */
  readonly #unsaved = new Set<DeskSeat>();

  constructor(date: TradingDate, instruments: readonly LiveInstrument[]) {
    this.date = date;
    this.#seats = new Map(
      // On a day without trading there is nothing to build.
      (isTradingDay(date) ? instruments : []).map((instrument) => [
        instrument.symbol,
        { instrument, book: new SessionBook(exchangeOf(instrument), date), receivedAt: null },
      ]),
    );
  }

  get seats(): Iterable<DeskSeat> {
    return this.#seats.values();
  }

  /** Prices that wait to be published. */
  get waitingPrices(): number {
    return this.#moved.size;
  }

  /** Minutes that wait to be stored. */
  get waitingMinutes(): number {
    let sum = 0;
    for (const { book } of this.#unsaved) sum += book.unsavedCount;
    return sum;
  }

  /** Instruments with minutes that may lack trades and may still be fetched. */
  get incomplete(): number {
    let count = 0;
    for (const { book } of this.#seats.values()) count += Number(book.missingCount > 0);
    return count;
  }

  take(tick: Tick): TradeResult | 'UNKNOWN_SYMBOL' {
    const seat = this.#seats.get(tick.symbol);
    if (seat === undefined) return 'UNKNOWN_SYMBOL';
    if (this.#gapFrom !== null) {
      this.#mark(this.#gapFrom, tick.at);
      this.#gapFrom = null;
    }
    this.#newestAt = this.#newestAt === Infinity ? tick.at.getTime() : Math.max(this.#newestAt, tick.at.getTime());
    const result = seat.book.add(tick);
    if (result === 'ACCEPTED') {
      seat.receivedAt = tick.receivedAt;
      this.changed(seat);
    }
    return result;
  }

  /**
   * Trades of any instrument may be missing of that time, by the clock here. By the source's it begins with the newest trade
   * that was told, where we were behind, and ends with the next one.
   */
  miss(from: Date, to: Date): void {
    const first = new Date(Math.min(from.getTime(), this.#newestAt));
    this.#mark(first, to);
    if (this.#gapFrom === null || first < this.#gapFrom) this.#gapFrom = first;
  }

  #mark(from: Date, to: Date): void {
    const [first, last] = [new Date(from.getTime() - GAP_MARGIN_MS), new Date(to.getTime() + GAP_MARGIN_MS)];
    for (const { book } of this.#seats.values()) book.miss(first, last);
  }

  /** All trades from midnight to that time may be missing. */
  missUntil(now: Date): void {
    this.miss(instantAt(this.date, 0), now);
  }

  /** The bars of a seat changed: its price is to be told, its minutes to be stored. */
  changed(seat: DeskSeat): void {
    this.#moved.add(seat);
    this.#traded.add(seat);
    this.#unsaved.add(seat);
  }

  /** Those that have traded since this was last asked. */
  takeTraded(): readonly DeskSeat[] {
    const seats = [...this.#traded];
    this.#traded.clear();
    return seats;
  }

  /** At most so many newest prices, each instrument once. */
  takePrices(limit: number): PriceQuote[] {
    const quotes: PriceQuote[] = [];
    for (const seat of this.#moved) {
      if (quotes.length >= limit) break;
      this.#moved.delete(seat);
      const quote = quoteOf(seat);
      if (quote !== null) quotes.push(quote);
    }
    return quotes;
  }

  /** The prices could not be told: those that have not moved since are told again. */
  keepPrices(quotes: readonly PriceQuote[]): void {
    for (const { symbol } of quotes) {
      const seat = this.#seats.get(symbol);
      if (seat !== undefined) this.#moved.add(seat);
    }
  }

  /** At most so many bars of minutes that are over. */
  takeUnsaved(now: Date, limit: number): StoredMinuteBar[] {
    const taken: StoredMinuteBar[] = [];
    for (const seat of this.#unsaved) {
      const left = limit - taken.length;
      if (left <= 0) break;
      for (const bar of seat.book.takeUnsaved(now, left)) taken.push({ stockId: seat.instrument.id, bar });
      if (seat.book.unsavedCount === 0) this.#unsaved.delete(seat);
    }
    return taken;
  }

  /** The bars could not be stored: they are taken again. */
  keepUnsaved(bars: readonly StoredMinuteBar[]): void {
    const byId = new Map([...this.#seats.values()].map((seat) => [seat.instrument.id, seat]));
    for (const { stockId, bar } of bars) {
      const seat = byId.get(stockId);
      if (seat === undefined) continue;
      seat.book.keepUnsaved([bar]);
      this.#unsaved.add(seat);
    }
  }
}

/** Where an instrument trades. An index follows its own exchange; HOSE where nothing is known. */
export function exchangeOf({ exchange, symbol }: LiveInstrument): Exchange {
  if (exchange !== null) return exchange;
  return symbol.startsWith('HNX') && !symbol.includes('UPCOM') ? 'HNX' : symbol.includes('UPCOM') ? 'UPCOM' : 'HOSE';
}

function quoteOf({ instrument: { symbol, previous }, book, receivedAt }: DeskSeat): PriceQuote | null {
  const bar = book.daily();
  if (bar === null) return null;
  const { close: price, tradingDate, at, open, high, low, volume, isWhole } = bar;
  const previousClose = previous?.close ?? null;
  return { symbol, tradingDate, price, at, open, high, low, volume, previousClose, isWhole, receivedAt: receivedAt ?? at };
}
