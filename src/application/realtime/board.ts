import type { BoardBus, BoardItem } from '../ports/board-bus.js';
import type { Metrics } from '../ports/telemetry.js';

/** Symbols whose newest state is kept: several times what the market has. */
const MAX_SYMBOLS = 10_000;

/** Who wants to hear of some symbols. Must neither block nor throw. */
export interface BoardListener<Item> {
  onItem(item: Item): void;
}

/** The newest state of each share as this process knows it, and who wants to hear of changes. */
export interface Board<Item> {
  /** Of these symbols, those that are known; null: all. */
  newest(symbols: readonly string[] | null): readonly Item[];
  /** Null: all symbols. Returns the end of it. */
  listen(symbols: readonly string[] | null, listener: BoardListener<Item>): () => void;
  close(): void;
}

/** Listens to what is told from now on. */
export async function openBoard<Item extends BoardItem>(
  bus: BoardBus<Item>,
  { metrics, name }: { readonly metrics: Metrics; readonly name: 'prices' | 'provisional' },
): Promise<Board<Item>> {
  const newest = new Map<string, Item>();
  const listeners = new Map<string, Set<BoardListener<Item>>>();
  const toAll = new Set<BoardListener<Item>>();

  function accept(items: readonly Item[]): void {
    for (const item of items) {
      const before = newest.get(item.symbol);
      // Messages of two leaders may cross; what is older, or has less of the same moment, is no news.
      if (before !== undefined && isOlder(item, before)) continue;
      if (before === undefined && newest.size >= MAX_SYMBOLS) continue;
      newest.set(item.symbol, item);
      for (const listener of listeners.get(item.symbol) ?? []) listener.onItem(item);
      for (const listener of toAll) listener.onItem(item);
    }
    metrics.set('vpa_board_symbols', newest.size, { board: name });
  }

  const leave = await bus.subscribe(accept);
  return {
    newest: (symbols) => (symbols === null ? [...newest.values()] : symbols.flatMap((symbol) => newest.get(symbol) ?? [])),
    listen(symbols, listener) {
      if (symbols === null) {
        toAll.add(listener);
        return () => void toAll.delete(listener);
      }
      for (const symbol of symbols) {
        const those = listeners.get(symbol) ?? new Set();
        listeners.set(symbol, those.add(listener));
      }
      return () => {
        for (const symbol of symbols) {
          const those = listeners.get(symbol);
          those?.delete(listener);
          if (those?.size === 0) listeners.delete(symbol);
        }
      };
    },
    close: leave,
  };
}

function isOlder(item: BoardItem, than: BoardItem): boolean {
  return item.at < than.at || (item.at.getTime() === than.at.getTime() && item.receivedAt < than.receivedAt);
}
