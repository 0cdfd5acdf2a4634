import { takeTokens, type TokenBucket } from '../../domain/access/token-bucket.js';

/** A bucket of messages: `burst` at once, refilled with `perSecond`. */
export class MessageRate {
  readonly #burst: number;
  readonly #perSecond: number;
  #bucket: TokenBucket;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#bucket = { tokens: burst, atMs: nowMs };
  }

  /** Takes one message; false where none is left. */
  take(nowMs: number): boolean {
    const { allowed, bucket } = takeTokens(this.#bucket, { capacity: this.#burst, refillPerSecond: this.#perSecond }, 1, nowMs);
    this.#bucket = bucket;
    return allowed;
  }
}
