import type { Writable } from 'node:stream';

import type { WebSocket } from 'ws';

export interface OutboxLimits {
  /** Messages that may wait for one socket. */
  readonly maxItems: number;
  /** Characters of text that may wait for one socket. */
  readonly maxBytes: number;
}

export interface OutboxEvents {
  /** More waits than may; the outbox is closed and empty. */
  onOverflow(): void;
  /** The number of waiting messages changed by so many. */
  onWaiting(change: number): void;
}

/** Bytes given to the socket before the next messages wait here, where they are counted. */
const SOCKET_BYTES = 64 * 1024;

/**
 * The way out of one websocket. Messages go straight to the socket as long as it takes them; then they wait here,
 * in order, up to a limit. Node's own buffers would take any amount.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #stream: Pick<Writable, 'cork' | 'uncork'>;
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #inFlight = 0;
  #isCorked = false;
  #isClosed = false;
  #onDrained: (() => void)[] = [];

  /** @param stream what lies under the socket */
  constructor(socket: WebSocket, stream: Pick<Writable, 'cork' | 'uncork'>, limits: OutboxLimits, events: OutboxEvents) {
    this.#socket = socket;
    this.#stream = stream;
    this.#limits = limits;
    this.#events = events;
  }

  /** Whether nothing waits: a message pushed now goes to the socket at once. */
  get isDrained(): boolean {
    return this.#waiting.length === 0;
  }

  push(message: string): void {
    if (this.#isClosed) return;
    if (this.#waiting.length === 0 && this.#hasRoom()) {
      this.#send(message);
      return;
    }
    this.#waiting.push(message);
    this.#waitingBytes += message.length;
    this.#events.onWaiting(1);
    if (this.#waiting.length > this.#limits.maxItems || this.#waitingBytes > this.#limits.maxBytes) {
      this.close();
      this.#events.onOverflow();
    }
  }

  /** Resolves when nothing waits any more, or the outbox is closed. */
  async drained(): Promise<void> {
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  close(): void {
    this.#isClosed = true;
    if (this.#waiting.length > 0) this.#events.onWaiting(-this.#waiting.length);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#tellDrained();
  }

  /** One message larger than the room is let through alone; nothing else may be on its way then. */
  #hasRoom(): boolean {
    return this.#inFlight === 0 || this.#socket.bufferedAmount < SOCKET_BYTES;
  }

  #send(message: string): void {
    this.#inFlight += 1;
    this.#cork();
    // Called when the kernel has it, or with an error when the socket is gone; its close event tells the rest.
    this.#socket.send(message, () => {
      this.#inFlight -= 1;
      this.#flush();
    });
  }

  /** What is sent in one turn of the event loop leaves in one write: most of a message's cost is the system call. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#stream.uncork();
    });
  }

  #flush(): void {
    let sent = 0;
    while (sent < this.#waiting.length && this.#hasRoom()) {
      const message = this.#waiting[sent] ?? '';
      sent += 1;
      this.#waitingBytes -= message.length;
      this.#send(message);
    }
    if (sent === 0) return;
    this.#waiting.splice(0, sent);
    this.#events.onWaiting(-sent);
    if (this.#waiting.length === 0) this.#tellDrained();
  }

  #tellDrained(): void {
    const waiting = this.#onDrained;
    this.#onDrained = [];
    for (const resolve of waiting) resolve();
  }
}
