/** Elapsed time and delays of this process; tests use fakes. The time of the market is {@link MarketClock}. */
export interface Timers {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Calls back once, after that many milliseconds. Returns cancel, which may be called at any time. */
  schedule(delayMs: number, callback: () => void): () => void;
}
