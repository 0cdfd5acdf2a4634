import { resume } from '../../src/client/resume.js';
import { until } from '../support/until.js';

type FeedItem =
  | { readonly __typename: 'SignalDetected'; readonly cursor: string; readonly signal: { readonly id: string } }
  | { readonly __typename: 'FeedPosition'; readonly cursor: string }
  | { readonly __typename: 'FeedGap'; readonly cursor: string; readonly reason: string };

export interface Delivery {
  readonly seq: number;
  /** Unix time in milliseconds. */
  readonly at: number;
}

const QUERY = `subscription Ledger($after: String) {
  signalDetected(after: $after) {
    __typename
    ... on SignalDetected { cursor signal { id symbol kind tradingDate } }
    ... on FeedPosition { cursor }
    ... on FeedGap { cursor reason }
  }
}`;

/** A client that stays subscribed from its last cursor, and writes down what it gets. */
export class Subscriber {
  readonly deliveries: Delivery[] = [];
  readonly gaps: string[] = [];
  interruptions = 0;
  #start: number | undefined;
  #newest = 0;
  #failure: Error | undefined;
  readonly #stop: () => void;

  constructor(url: string) {
    this.#stop = resume<FeedItem>(
      { url, query: QUERY, backoff: { minMs: 50, maxMs: 400 }, keepAliveMs: 2_000 },
      {
        onItem: (item) => this.#note(item),
        onInterrupted: () => (this.interruptions += 1),
        onEnd: (error) => (this.#failure = error),
      },
    );
  }

  /** The position of the first item: everything after it is owed. */
  async subscribed(): Promise<number> {
    await until('the subscriber has its first position', () => this.newest >= 0 && this.#start !== undefined, 20_000);
    return this.#start ?? 0;
  }

  /** The newest number received. */
  get newest(): number {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#newest;
  }

  stop(): void {
    this.#stop();
  }

  #note(item: FeedItem): void {
    // Opaque to clients; this one checks what the server counts.
    const seq = Number(Buffer.from(item.cursor, 'base64url').toString('latin1').split(':')[1]);
    this.#start ??= seq;
    this.#newest = Math.max(this.#newest, seq);
    if (item.__typename === 'SignalDetected') this.deliveries.push({ seq, at: Date.now() });
    if (item.__typename === 'FeedGap') this.gaps.push(item.reason);
  }
}
