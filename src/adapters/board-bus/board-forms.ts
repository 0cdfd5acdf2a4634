import type { BoardItem } from '../../application/ports/board-bus.js';
import { quotesFromText, quotesToText, type PriceQuote } from '../../domain/market/live/price-quote.js';
import { readingsFromText, readingsToText, type ProvisionalReading } from '../../domain/vpa/provisional/provisional-reading.js';

/** How items of one kind travel. */
export interface BoardForm<Item extends BoardItem> {
  /** Of Redis Pub/Sub; the newest of each share is kept beside it, in the hash `<channel>.newest`. */
  readonly channel: string;
  readonly write: (items: readonly Item[]) => string;
  /** Undefined where the text is anything else. */
  readonly read: (text: string) => readonly Item[] | undefined;
}

export const PRICES: BoardForm<PriceQuote> = { channel: 'vpa.v1.prices', write: quotesToText, read: quotesFromText };
export const PROVISIONAL: BoardForm<ProvisionalReading> = {
  channel: 'vpa.v1.provisional',
  write: readingsToText,
  read: readingsFromText,
};
