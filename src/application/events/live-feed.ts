/**
 * Items in order, without a gap and without a duplicate: first those the table holds, then live ones.
 * Pulled by one consumer; what it leaves waiting is bounded and read from the table again where it fell behind.
 */
export interface LiveFeed<T> {
  /**
   * The next items, at least one; waits where there are none. Never rejects: while the table can't be read it is
   * asked again. Empty once the feed is closed. One call at a time.
   */
  next(): Promise<readonly T[]>;
  /** Resolves when `next` would not wait, or the feed is closed; absent where nobody needs to know. */
  readonly whenReady?: () => Promise<void>;
  /** Whether the feed hangs on the live tail and is at its newest position: all that is missing comes from the tail. */
  readonly isCaughtUp: boolean;
  /** How many items came in so far, taken or waiting. */
  readonly received: number;
  /**
   * Closes the feed and returns the items that were waiting. Where the feed was caught up, whatever another
   * caught-up feed with the same filter receives after this call is what follows them.
   */
  leave(): readonly T[];
  close(): void;
}
