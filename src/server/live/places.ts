/** Counts what is held under a key, such as the open sockets of a network, up to a limit for each key. */
export class Places {
  readonly #maxPerKey: number;
  readonly #held = new Map<string, number>();

  constructor(maxPerKey: number) {
    this.#maxPerKey = maxPerKey;
  }

  /** Takes a place and returns how to give it back; null where the key has none left. */
  take(key: string): (() => void) | null {
    const count = this.#held.get(key) ?? 0;
    if (count >= this.#maxPerKey) return null;
    this.#held.set(key, count + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#held.get(key) ?? 1) - 1;
      if (left === 0) this.#held.delete(key);
      else this.#held.set(key, left);
    };
  }
}
