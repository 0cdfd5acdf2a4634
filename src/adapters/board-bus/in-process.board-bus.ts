import type { BoardBus, BoardItem } from '../../application/ports/board-bus.js';

/** The newest state of shares within one process. */
export function createInProcessBoardBus<Item extends BoardItem>(): BoardBus<Item> {
  const handlers = new Set<(items: readonly Item[]) => void>();
  const newest = new Map<string, Item>();
  return {
    publish(items) {
      for (const item of items) newest.set(item.symbol, item);
      for (const handler of handlers) handler(items);
      return Promise.resolve();
    },
    subscribe(handler) {
      const entry = (items: readonly Item[]): void => handler(items);
      handlers.add(entry);
      if (newest.size > 0) entry([...newest.values()]);
      return Promise.resolve(() => void handlers.delete(entry));
    },
    close() {
      handlers.clear();
      return Promise.resolve();
    },
  };
}
