import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { setTimeout as delay } from 'node:timers/promises';

import type { WebSocket } from 'ws';

import { ANONYMOUS, type Actor } from '../../domain/access/actor.js';
import type { Caller } from '../operation-charges.js';
import { CLOSE, type CloseReason } from './close-codes.js';
import type { SubscriptionSocket } from './live-subscription.js';
import { MessageRate } from './message-rate.js';
import { Outbox, type OutboxLimits } from './outbox.js';

export interface ConnectionLimits extends OutboxLimits {
  /** Messages a client may send at once, and for each second after. */
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
}

export interface ConnectionEvents {
  onOverflow(): void;
  onWaiting(change: number): void;
  /** Once: on the first close of either side, at once and not when the other side has answered. */
  onClosed(reason: CloseReason): void;
}

export interface ConnectionOrigin {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  readonly request: IncomingMessage;
  readonly address: string;
}

/** Messages of lossy fields a second on a connection, over all of its subscriptions. */
const LOSSY_PER_SECOND = 4;
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** One websocket: who speaks, what waits for it, how it ends. */
export class Connection implements SubscriptionSocket {
  readonly request: IncomingMessage;
  /** The client's own address, also behind our proxies. */
  readonly address: string;
  readonly outbox: Outbox;
  readonly maxHeldItems: number;
  actor: Actor = ANONYMOUS;
  readonly #socket: WebSocket;
  readonly #events: ConnectionEvents;
  readonly #rate: MessageRate;
  readonly #endings: (() => void)[] = [];
  #isAlive = true;
  #isClosed = false;
  #expiry: NodeJS.Timeout | undefined;
  #lossyAt = 0;

  constructor({ socket, stream, request, address }: ConnectionOrigin, limits: ConnectionLimits, events: ConnectionEvents) {
    this.#socket = socket;
    this.request = request;
    this.address = address;
    this.#events = events;
    this.maxHeldItems = limits.maxItems;
    this.#rate = new MessageRate(limits.messageBurst, limits.messagesPerSecond, performance.now());
    this.outbox = new Outbox(socket, stream, limits, {
      onOverflow: () => this.overflow(),
      onWaiting: (change) => events.onWaiting(change),
    });
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('error', () => socket.terminate());
    socket.once('close', (code, reason) => this.#ended({ code, reason: reason.toString() }));
  }

  /** Who pays for its operations. */
  get caller(): Caller {
    return { actor: this.actor, address: this.address };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Counts a message of the client; false where the socket was closed for it. */
  admitMessage(): boolean {
    this.#isAlive = true;
    if (this.#isClosed) return false;
    if (this.#rate.take(performance.now())) return true;
    this.close(CLOSE.tooManyMessages);
    return false;
  }

  /** The actor holds until then; null: until the socket closes. */
  authenticated(actor: Actor, expiresAt: Date | null): void {
    this.actor = actor;
    if (expiresAt !== null) this.#watchExpiry(expiresAt);
  }

  /**
   * Asks whether the other side lives; ends the socket where the last question had no answer. Where what was sent is not
   * taken either, it is told as a slow consumer, however little waits.
   */
  ping(): void {
    if (!this.#isAlive) {
      if (this.#socket.bufferedAmount > 0 && !this.#isClosed) this.overflow();
      else this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  /** Frees all it holds at once; the other side has 30 s to take what is on its way and to answer. */
  close(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#socket.close(reason.code, reason.reason);
    this.#ended(reason);
  }

  async lossyTurn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#lossyAt);
    this.#lossyAt = at + 1000 / LOSSY_PER_SECOND;
    if (at > now) await delay(at - now, undefined, { ref: false });
  }

  /** Calls back once when the connection has ended, at once where it has. */
  onEnd(callback: () => void): void {
    if (this.#isClosed) callback();
    else this.#endings.push(callback);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  tryAgain(): void {
    this.close(CLOSE.tryAgain);
  }

  overflow(): void {
    if (this.#isClosed) return;
    this.#events.onOverflow();
    this.close(CLOSE.slowConsumer);
  }

  #ended(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#expiry);
    this.outbox.close();
    for (const callback of this.#endings) callback();
    this.#events.onClosed(reason);
  }

  #watchExpiry(expiresAt: Date): void {
    const leftMs = expiresAt.getTime() - Date.now();
    if (leftMs <= 0) this.close(CLOSE.forbidden);
    else this.#expiry = setTimeout(() => this.#watchExpiry(expiresAt), Math.min(leftMs, MAX_TIMEOUT_MS)).unref();
  }
}
