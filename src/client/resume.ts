import { createClient, type Client } from 'graphql-ws';

import { COMPLETED, fault, FORBIDDEN_CODE, readInterruption, refused, WatchEndedError, type Interruption } from './interruption.js';

/** An item of a live field: every member of its union has a cursor, and the selection must ask for it. */
export interface Resumable {
  readonly cursor: string;
}

export interface ResumeOptions {
  /** `ws://…/graphql` or `wss://…/graphql`. */
  readonly url: string;
  /** One subscription with one field, whose `after` argument is the variable `$after`. */
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Where to start; left out: now. */
  readonly after?: string | null;
  /** Payload of `connection_init`. A function is asked for each connection, so a token can be fresh. */
  readonly connectionParams?: Record<string, unknown> | (() => Promise<Record<string, unknown>> | Record<string, unknown>);
  /** The WebSocket class where there is no global one: `ws` on Node. */
  readonly webSocketImpl?: unknown;
  /** Longest pause before the nth retry, `minMs · 2ⁿ` up to `maxMs`; the pause is a random part of it. */
  readonly backoff?: { readonly minMs: number; readonly maxMs: number };
  /** Pause between questions whether the server lives; one without an answer until the next ends the connection. */
  readonly keepAliveMs?: number;
}

export interface ResumeHandlers<Item extends Resumable> {
  /** Each item once, in order. A throw ends the watch. */
  onItem(item: Item): void;
  /** The connection is away; it is tried again in `retryInMs` from the cursor of the last item. */
  onInterrupted?(interruption: Interruption, retryInMs: number): void;
  /** It can't go on: nothing is retried any more. */
  onEnd(error: WatchEndedError): void;
}

const BACKOFF = { minMs: 500, maxMs: 15_000 };
const KEEP_ALIVE_MS = 15_000;
const ACK_TIMEOUT_MS = 10_000;

/**
 * Subscribes and stays subscribed: after each interruption that can be retried it asks again from the cursor of the
 * last item. graphql-ws alone would send its first payload again, and tell everything since then twice.
 * @returns stop; nothing is called afterwards.
 */
export function resume<Item extends Resumable>(options: ResumeOptions, handlers: ResumeHandlers<Item>): () => void {
  const watch = new Resuming(options, handlers);
  watch.start();
  return () => watch.stop();
}

class Resuming<Item extends Resumable> {
  readonly #options: ResumeOptions;
  readonly #handlers: ResumeHandlers<Item>;
  #cursor: string | null;
  #retries = 0;
  #wasAcknowledged = false;
  #isStopped = false;
  /** Ends the attempt under way: a subscription, or the pause before it. */
  #abandon: () => void = () => {};

  constructor(options: ResumeOptions, handlers: ResumeHandlers<Item>) {
    this.#options = options;
    this.#handlers = handlers;
    this.#cursor = options.after ?? null;
  }

  stop(): void {
    this.#isStopped = true;
    this.#abandon();
  }

  start(): void {
    let isOver = false;
    let unsubscribe: () => void = () => {};
    const over = (interruption: Interruption): void => {
      if (isOver) return;
      isOver = true;
      this.#abandon = () => {};
      unsubscribe();
      this.#interrupted(interruption);
    };
    this.#abandon = () => {
      isOver = true;
      unsubscribe();
    };
    const client = this.#createClient(over);
    unsubscribe = client.subscribe<Record<string, Item>>(
      { query: this.#options.query, variables: { ...this.#options.variables, after: this.#cursor } },
      {
        next: ({ data, errors }) => {
          if (isOver) return;
          const item = data === null || data === undefined ? undefined : Object.values(data)[0];
          if (item === undefined || item === null) over(refused(errors ?? []));
          else this.#accept(item, over);
        },
        error: (cause) => over(readInterruption(cause)),
        complete: () => over(COMPLETED),
      },
    );
  }

  #accept(item: Item, over: (interruption: Interruption) => void): void {
    if (typeof item.cursor !== 'string') {
      over(fault('an item came without a cursor: select `cursor` on every member of the union'));
      return;
    }
    try {
      this.#handlers.onItem(item);
    } catch (error) {
      over(fault(error instanceof Error ? error.message : String(error)));
      return;
    }
    // The first item may only repeat the cursor that was given: no progress.
    if (item.cursor !== this.#cursor) this.#retries = 0;
    this.#cursor = item.cursor;
  }

  #interrupted(interruption: Interruption): void {
    if (this.#isStopped) return;
    if (!interruption.canRetry && !this.#mayRenewToken(interruption)) {
      this.#isStopped = true;
      this.#handlers.onEnd(new WatchEndedError(interruption));
      return;
    }
    const { minMs, maxMs } = this.#options.backoff ?? BACKOFF;
    const retryInMs = Math.random() * Math.min(maxMs, minMs * 2 ** this.#retries);
    this.#retries += 1;
    this.#wasAcknowledged = false;
    const timer = setTimeout(() => this.start(), retryInMs);
    this.#abandon = () => clearTimeout(timer);
    this.#handlers.onInterrupted?.(interruption, retryInMs);
  }

  /** A token that was good and ran out can be replaced; one that was refused at once can't. */
  #mayRenewToken({ code }: Interruption): boolean {
    return code === FORBIDDEN_CODE && this.#wasAcknowledged && typeof this.#options.connectionParams === 'function';
  }

  #createClient(over: (interruption: Interruption) => void): Client {
    const { url, connectionParams, webSocketImpl, keepAliveMs = KEEP_ALIVE_MS } = this.#options;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const client = createClient({
      url,
      retryAttempts: 0,
      connectionAckWaitTimeout: ACK_TIMEOUT_MS,
      keepAlive: keepAliveMs,
      ...(connectionParams === undefined ? {} : { connectionParams }),
      ...(webSocketImpl === undefined ? {} : { webSocketImpl }),
      on: {
        connected: () => (this.#wasAcknowledged = true),
        // Heard here first: after 1000 the library would subscribe again by itself, with the payload it has.
        closed: (event) => {
          clearTimeout(patience);
          over(readInterruption(event));
        },
        error: (error) => over(readInterruption(error)),
        ping: (isReceived) => {
          if (isReceived) return;
          clearTimeout(patience);
          patience = setTimeout(() => client.terminate(), keepAliveMs);
        },
        pong: () => clearTimeout(patience),
      },
    });
    return client;
  }
}
