import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { handleProtocols, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';

import type { Logger, Metrics } from '../application/ports/telemetry.js';
import type { Tracer } from '../application/ports/tracing.js';
import { networkOf } from '../domain/access/network.js';
import { actorKey, type Actor } from '../domain/access/actor.js';
import { CLOSE, closeCodeLabel } from './live/close-codes.js';
import { Connection, type ConnectionLimits, type ConnectionOrigin } from './live/connection.js';
import { LiveGauges } from './live/live-gauges.js';
import type { OperationGate } from './live/operation-gate.js';
import { EndedCredentials } from './live/ended-credentials.js';
import { Places } from './live/places.js';
import { createProtocol, type Authentication, type ProtocolLimits } from './live/protocol.js';
import { SubscriptionGroups } from './live/subscription-groups.js';
import type { CredentialCheck } from './authenticator.js';

export interface LiveLimits extends ConnectionLimits, ProtocolLimits {
  readonly maxConnections: number;
  /** By network: an IPv4 address or an IPv6 /64. */
  readonly maxConnectionsPerAddress: number;
  /** Of a user or an API key, on this process. */
  readonly maxConnectionsPerActor: number;
  /** Bytes of one message of a client. */
  readonly maxPayload: number;
  /** A socket that does not answer a ping until the next one is ended. */
  readonly pingIntervalMs: number;
}

export const DEFAULT_LIVE_LIMITS: LiveLimits = {
  maxConnections: 10_000,
  maxConnectionsPerAddress: 200,
  maxConnectionsPerActor: 10,
  maxPayload: 128 * 1024,
  pingIntervalMs: 30_000,
  maxOperations: 20,
  initTimeoutMs: 3_000,
  messageBurst: 60,
  messagesPerSecond: 10,
  maxItems: 256,
  maxBytes: 1024 * 1024,
};

export interface LiveServerDeps {
  readonly gate: OperationGate;
  readonly authenticate: (
    connectionParams: Readonly<Record<string, unknown>>,
    request: IncomingMessage,
  ) => Authentication | Promise<Authentication>;
  /** Which sessions and keys have ended; null: there are none. */
  readonly findEnded: CredentialCheck['findEnded'] | null;
  readonly isOriginAllowed: (request: IncomingMessage) => boolean;
  /** Whose connection it is, for the cap by address. Behind a proxy: the address it reports. */
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
  readonly limits: LiveLimits;
}

const PATH = '/graphql';

/** Answers to handshakes that open no socket, by the label that counts them. */
const REFUSALS = {
  path: '404 Not Found',
  draining: '503 Service Unavailable',
  origin: '403 Forbidden',
  protocol: '400 Bad Request',
  address: '429 Too Many Requests',
  total: '503 Service Unavailable',
} as const;

/** GraphQL over websocket on the port and path of the HTTP server. */
export class LiveServer {
  readonly groups: SubscriptionGroups;
  readonly #deps: LiveServerDeps;
  readonly #sockets: WebSocketServer;
  readonly #protocol: ProtocolServer<{ readonly connection: Connection }>;
  readonly #addresses: Places;
  readonly #actors: Places;
  readonly #gauges: LiveGauges;
  readonly #connections = new Set<Connection>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #ended: EndedCredentials;
  #open = 0;
  #isDraining = false;

  constructor(deps: LiveServerDeps) {
    const { limits, metrics, logger, tracer, gate } = deps;
    this.#deps = deps;
    this.groups = new SubscriptionGroups(metrics);
    this.#gauges = new LiveGauges(metrics);
    this.#addresses = new Places(limits.maxConnectionsPerAddress);
    this.#actors = new Places(limits.maxConnectionsPerActor);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Done where a message is read, so that it ends with the code that all malformed messages end with.
      skipUTF8Validation: true,
      maxPayload: limits.maxPayload,
      handleProtocols,
    });
    this.#protocol = createProtocol(
      {
        gate,
        logger,
        metrics,
        tracer,
        groups: this.groups,
        gauges: this.#gauges,
        wallClock: Date.now,
        authenticate: (params, connection) => deps.authenticate(params, connection.request),
        admitActor: (actor, connection) => this.#admitActor(actor, connection),
      },
      limits,
    );
    this.#heartbeat = setInterval(() => {
      for (const connection of this.#connections) connection.ping();
    }, limits.pingIntervalMs).unref();
    this.#ended = new EndedCredentials(deps, () => this.#connections);
  }

  /** Sockets whose end this process has not seen yet. */
  get connections(): number {
    return this.#open;
  }

  /** Takes the upgrades of an HTTP server. */
  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /**
   * Takes no new sockets and closes those there are, spread over the time so that clients don't all come back at
   * once. Resolves when all are gone; those that have not answered by then are cut.
   */
  async drain(withinMs: number): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#heartbeat);
    this.#ended.stop();
    const spreadMs = withinMs * 0.6;
    const closings = [...this.#connections].map(async (connection) => {
      await delay(Math.random() * spreadMs);
      connection.close(CLOSE.drain);
    });
    await Promise.all(closings);
    const deadline = performance.now() + withinMs - spreadMs;
    while (this.#open > 0 && performance.now() < deadline) await delay(10);
    for (const connection of this.#connections) connection.terminate();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const address = this.#deps.clientAddress(request);
    const refused = this.#refusal(request);
    const leave = refused === null ? this.#addresses.take(networkOf(address)) : null;
    if (leave === null) {
      this.#refuse(socket, refused ?? 'address');
      return;
    }
    this.#open += 1;
    socket.once('close', () => {
      this.#open -= 1;
      leave();
    });
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#opened({ socket: webSocket, stream: socket, request, address }),
    );
  }

  #refuse(socket: Duplex, reason: keyof typeof REFUSALS): void {
    this.#deps.metrics.increment('websocket_refusals_total', { reason });
    socket.end(`HTTP/1.1 ${REFUSALS[reason]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  #refusal(request: IncomingMessage): keyof typeof REFUSALS | null {
    if (request.url?.split('?')[0] !== PATH) return 'path';
    if (this.#isDraining) return 'draining';
    if (!this.#deps.isOriginAllowed(request)) return 'origin';
    if (handleProtocols(request.headers['sec-websocket-protocol'] ?? '') === false) return 'protocol';
    return this.#open >= this.#deps.limits.maxConnections ? 'total' : null;
  }

  /** Everybody who is nobody in particular shares a name, and is counted by address alone. */
  #admitActor(actor: Actor, connection: Connection): boolean {
    if (actor.kind !== 'USER' && actor.kind !== 'API_KEY') return true;
    const leave = this.#actors.take(actorKey(actor));
    if (leave === null) {
      this.#deps.metrics.increment('websocket_refusals_total', { reason: 'actor' });
      connection.close(CLOSE.tooManyConnections);
      return false;
    }
    connection.onEnd(leave);
    return true;
  }

  #opened(origin: ConnectionOrigin): void {
    const { metrics, logger, limits } = this.#deps;
    const { socket, address } = origin;
    const connection: Connection = new Connection(origin, limits, {
      onOverflow: () => {
        metrics.increment('subscription_queue_overflow_total');
        logger.info({ address }, 'a subscriber did not keep up and was closed');
      },
      onWaiting: (change) => this.#gauges.waiting(change),
      onClosed: ({ code, reason }) => {
        metrics.increment('websocket_disconnects_total', { code: closeCodeLabel(code) });
        this.#gauges.connections(-1);
        void closed(code, reason);
      },
    });
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    this.#gauges.connections(1);
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => connection.outbox.push(text),
        close: (code = CLOSE.internal.code, reason = CLOSE.internal.reason) => connection.close({ code, reason }),
        onMessage: (handle) => socket.on('message', (data: Buffer) => void this.#receive(connection, handle, data)),
      },
      { connection },
    );
  }

  async #receive(connection: Connection, handle: (text: string) => Promise<void>, data: Buffer): Promise<void> {
    if (!connection.admitMessage()) return;
    const text = decodeUtf8(data);
    if (text === null) {
      connection.close(CLOSE.badRequest);
      return;
    }
    try {
      await handle(text);
    } catch (error) {
      // A message only servers may send; the library has no answer to it.
      const isClientFault = error instanceof Error && error.message.startsWith('Unexpected message of type');
      if (!isClientFault) this.#deps.logger.error({ error }, 'a websocket message could not be handled');
      connection.close(isClientFault ? CLOSE.badRequest : CLOSE.internal);
    }
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(data: Buffer): string | null {
  try {
    return UTF8.decode(data);
  } catch {
    return null;
  }
}
