import type { LiveFeed } from '../events/live-feed.js';

/**
 * A feed that is never shared: each subscriber has its own, read at the pace of its socket. Items are made when they are
 * asked for, so what was not told in time is replaced by what is newer.
 */
export abstract class OwnFeed<Item> implements LiveFeed<Item> {
  readonly isCaughtUp = false;
  #received = 0;
  #isClosed = false;
  #wake: (() => void) | undefined;

  get received(): number {
    return this.#received;
  }

  /** The items that there are now; at least one where {@link OwnFeed.hasItems} said so. */
  protected abstract take(): readonly Item[];

  /** Whether there are items now. */
  protected abstract hasItems(): boolean;

  /** Called once, at the end. */
  protected abstract end(): void;

  /** Something may have come. */
  protected wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  async next(): Promise<readonly Item[]> {
    await this.whenReady();
    if (this.#isClosed) return [];
    const items = this.take();
    this.#received += items.length;
    return items;
  }

  readonly whenReady = async (): Promise<void> => {
    while (!this.#isClosed && !this.hasItems()) await new Promise<void>((resolve) => (this.#wake = resolve));
  };

  leave(): readonly Item[] {
    this.close();
    return [];
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.end();
    this.wakeUp();
  }
}
