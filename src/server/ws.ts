import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { handleProtocols, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';

import type { Logger, Metrics } from '../application/ports/telemetry.js';
import type { Tracer } from '../application/ports/tracing.js';
import { CLOSE, closeCodeLabel } from './live/close-codes.js';
import { Connection, type ConnectionLimits } from './live/connection.js';
import { ConnectionCounts } from './live/connection-counts.js';
import { LiveGauges } from './live/live-gauges.js';
import type { OperationGate } from './live/operation-gate.js';
import { createProtocol, type Authentication, type ProtocolLimits } from './live/protocol.js';
import { SubscriptionGroups } from './live/subscription-groups.js';

export interface LiveLimits extends ConnectionLimits, ProtocolLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Bytes of one message of a client. */
  readonly maxPayload: number;
  /** A socket that does not answer a ping until the next one is ended. */
  readonly pingIntervalMs: number;
}

export const DEFAULT_LIVE_LIMITS: LiveLimits = {
  maxConnections: 10_000,
  maxConnectionsPerAddress: 200,
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
  readonly isOriginAllowed: (request: IncomingMessage) => boolean;
  /** Whose connection it is, for the cap by address. Behind a proxy: the address it reports. */
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
  readonly limits: LiveLimits;
}

const PATH = '/graphql';

/** GraphQL over websocket on the port and path of the HTTP server. */
export class LiveServer {
  readonly groups: SubscriptionGroups;
  readonly #deps: LiveServerDeps;
  readonly #sockets: WebSocketServer;
  readonly #protocol: ProtocolServer<{ readonly connection: Connection }>;
  readonly #counts: ConnectionCounts;
  readonly #gauges: LiveGauges;
  readonly #connections = new Set<Connection>();
  readonly #heartbeat: NodeJS.Timeout;
  #isDraining = false;

  constructor(deps: LiveServerDeps) {
    const { limits, metrics, logger, tracer, gate } = deps;
    this.#deps = deps;
    this.groups = new SubscriptionGroups(metrics);
    this.#gauges = new LiveGauges(metrics);
    this.#counts = new ConnectionCounts(limits.maxConnections, limits.maxConnectionsPerAddress);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
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
      },
      limits,
    );
    this.#heartbeat = setInterval(() => {
      for (const connection of this.#connections) connection.ping();
    }, limits.pingIntervalMs).unref();
  }

  /** Sockets whose end this process has not seen yet. */
  get connections(): number {
    return this.#counts.total;
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
    const spreadMs = withinMs * 0.6;
    const closings = [...this.#connections].map(async (connection) => {
      await delay(Math.random() * spreadMs);
      connection.close(CLOSE.drain);
    });
    await Promise.all(closings);
    const deadline = performance.now() + withinMs - spreadMs;
    while (this.#counts.total > 0 && performance.now() < deadline) await delay(10);
    for (const connection of this.#connections) connection.terminate();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const status = this.#refusal(request);
    if (status !== null) {
      refuse(socket, status);
      return;
    }
    const place = this.#counts.take(this.#deps.clientAddress(request));
    if (typeof place === 'string') {
      refuse(socket, place === 'TOTAL' ? '503 Service Unavailable' : '429 Too Many Requests');
      return;
    }
    socket.once('close', place);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#opened(webSocket, socket, request));
  }

  #refusal(request: IncomingMessage): string | null {
    if (request.url?.split('?')[0] !== PATH) return '404 Not Found';
    if (this.#isDraining) return '503 Service Unavailable';
    if (!this.#deps.isOriginAllowed(request)) return '403 Forbidden';
    if (handleProtocols(request.headers['sec-websocket-protocol'] ?? '') === false) return '400 Bad Request';
    return null;
  }

  #opened(socket: WebSocket, stream: Duplex, request: IncomingMessage): void {
    const { metrics, logger, limits } = this.#deps;
    const connection: Connection = new Connection(socket, stream, request, limits, {
      onOverflow: () => {
        metrics.increment('subscription_queue_overflow_total');
        logger.info({ address: this.#deps.clientAddress(request) }, 'a subscriber did not keep up and was closed');
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
    try {
      await handle(data.toString('utf8'));
    } catch (error) {
      // A message only servers may send; the library has no answer to it.
      const isClientFault = error instanceof Error && error.message.startsWith('Unexpected message of type');
      if (!isClientFault) this.#deps.logger.error({ error }, 'a websocket message could not be handled');
      connection.close(isClientFault ? CLOSE.badRequest : CLOSE.internal);
    }
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
