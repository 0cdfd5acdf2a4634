import { WebSocket } from 'ws';

import type { Heard, LiveProtocol } from './live-protocol.js';

export interface ConnectionLimits {
  readonly connectMs: number;
  /** A sign of life is asked for this often; after twice as long without one the line counts as dead. */
  readonly heartbeatMs: number;
  readonly maxMessageBytes: number;
}

/** Why a connection ended: a label of metrics. */
export type ConnectionEnd = 'closed' | 'broken' | 'silent' | 'turned_away' | 'aborted';

export interface ConnectionEvents {
  /** Every sign of life. */
  alive(): void;
  ready(): void;
  heard(heard: Extract<Heard, { kind: 'TICK' | 'NONSENSE' }>): void;
}

/** One connection from beginning to end. Never throws for what the other side does. */
export function runConnection(
  address: { readonly url: string; readonly headers?: Readonly<Record<string, string>> },
  protocol: LiveProtocol,
  symbols: readonly string[],
  limits: ConnectionLimits,
  events: ConnectionEvents,
  abort: AbortSignal,
): Promise<ConnectionEnd> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address.url, {
      headers: { ...address.headers },
      handshakeTimeout: limits.connectMs,
      maxPayload: limits.maxMessageBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    let end: ConnectionEnd = 'broken';
    let silentRounds = 0;
    const send = (message: unknown): void => socket.send(JSON.stringify(message), () => undefined);
    const stop = (why: ConnectionEnd): void => {
      end = why;
      socket.terminate();
    };
    const onAbort = (): void => stop('aborted');
    abort.addEventListener('abort', onAbort);
    const heartbeat = setInterval(
      () => {
        silentRounds += 1;
        if (silentRounds > 2) stop('silent');
        else if (socket.readyState === WebSocket.OPEN) {
          if (protocol.ping === undefined) socket.ping(() => undefined);
          else protocol.ping(send);
        }
      },
      limits.heartbeatMs * (2 / 3),
    );
    const alive = (): void => {
      silentRounds = 0;
      events.alive();
    };
    socket.on('open', () => {
      alive();
      if (protocol.opened(send, symbols)) events.ready();
    });
    socket.on('pong', alive);
    socket.on('ping', alive);
    socket.on('message', (data: Buffer) => {
      alive();
      const heard = protocol.heard(parse(data.toString('utf8')), send, symbols);
      if (heard.kind === 'READY') events.ready();
      else if (heard.kind === 'TURNED_AWAY') stop('turned_away');
      else if (heard.kind !== 'OTHER') events.heard(heard);
    });
    // The close that follows tells the end.
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      stop(response.statusCode === 401 || response.statusCode === 403 ? 'turned_away' : 'broken');
    });
    socket.on('close', (code) => {
      clearInterval(heartbeat);
      abort.removeEventListener('abort', onAbort);
      // 1006 stands for no word at all.
      resolve(end === 'broken' && code !== 1006 ? 'closed' : end);
    });
    if (abort.aborted) onAbort();
  });
}

/** JSON, once more where the content is JSON again; undefined where it is none. */
function parse(text: string): unknown {
  try {
    const once = JSON.parse(text) as unknown;
    return typeof once === 'string' ? (JSON.parse(once) as unknown) : once;
  } catch {
    return undefined;
  }
}
