import type { BoardItem } from '../ports/board-bus.js';
import type { Board, BoardListener } from './board.js';
import { OwnFeed } from './own-feed.js';

/** What changed of some shares since the item before, each share once. */
export interface BoardNews<Item> {
  readonly type: 'NEWS';
  readonly items: readonly Item[];
}

/**
 * The newest state of some shares (null: all), first what is known, then as it changes. Lossy: what is replaced before it
 * was told is never told, so what waits is bounded by the number of shares.
 */
export class BoardFeed<Item extends BoardItem> extends OwnFeed<BoardNews<Item>> implements BoardListener<Item> {
  readonly #leave: () => void;
  readonly #changed = new Map<string, Item>();
  readonly #first: ReadonlySet<Item>;
  readonly #onTold: (item: Item) => void;

  /** @param onTold called with each item that is handed over, but for those that were known at the start */
  constructor(board: Board<Item>, symbols: readonly string[] | null, onTold: (item: Item) => void = () => {}) {
    super();
    for (const item of board.newest(symbols)) this.#changed.set(item.symbol, item);
    this.#first = new Set(this.#changed.values());
    this.#onTold = onTold;
    this.#leave = board.listen(symbols, this);
  }

  onItem(item: Item): void {
    this.#changed.set(item.symbol, item);
    this.wakeUp();
  }

  protected hasItems(): boolean {
    return this.#changed.size > 0;
  }

  protected take(): readonly BoardNews<Item>[] {
    const items = [...this.#changed.values()];
    this.#changed.clear();
    for (const item of items) if (!this.#first.has(item)) this.#onTold(item);
    return [{ type: 'NEWS', items }];
  }

  protected end(): void {
    this.#leave();
    this.#changed.clear();
  }
}
