import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TradingDate } from '../../domain/market/trading-date.js';
import { controlDoor } from './control-door.js';
import { dnseDoor } from './dnse-door.js';
import type { Door, Hall } from './door.js';
import { FaultSwitches } from './faults.js';
import { ssiDoor } from './ssi-door.js';
import { streamManners } from './stream-manners.js';
import type { Tape } from './tape.js';
import { TickStreams } from './tick-streams.js';
import { FakeTokens } from './tokens.js';
import { UDF_DOORS, udfDoor } from './udf-door.js';
import { failFirst, sendAnswer } from './wire.js';
import { yahooDoor } from './yahoo-door.js';

export interface FakeMarketOptions {
  readonly tape: Tape;
  /** The session whose ticks the streams tell. */
  readonly session: TradingDate;
  readonly host: string;
  readonly port: number;
  readonly now: () => Date;
  /** Seconds that RATE_LIMIT_429 asks for. */
  readonly retryAfter: number;
}

/** A running market that speaks the protocols of all providers and misbehaves when asked to. */
export interface FakeMarket {
  /** `http://127.0.0.1:9000`. */
  readonly url: string;
  /** What it plays: the truth to compare with. */
  readonly tape: Tape;
  readonly faults: FaultSwitches;
  readonly streams: TickStreams;
  /** Requests over HTTP so far, those of the control door left out. */
  readonly requests: () => number;
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024;

/** Opens the market. Anybody who reaches it may control it: it belongs on loopback. */
export async function openFakeMarket({ tape, session, host, port, now, retryAfter }: FakeMarketOptions): Promise<FakeMarket> {
  const faults = new FaultSwitches();
  const tokens = new FakeTokens(now);
  const hall: Hall = { tape, faults, now };
  const streams = new TickStreams(tape, session, streamManners(tokens), faults);
  const doors = new Map<string, Door>([
    ...UDF_DOORS.map((name): [string, Door] => [name, udfDoor(name, hall)]),
    ['ssi', ssiDoor(hall, tokens)],
    ['dnse', dnseDoor(hall)],
    ['yahoo', yahooDoor(hall)],
    ['control', controlDoor(faults, streams)],
  ]);
  let requests = 0;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const [, prefix = ''] = url.pathname.split('/');
      const isControl = prefix === 'control';
      if (!isControl) {
        requests += 1;
        if (failFirst(response, faults, retryAfter)) return;
      }
      const { method = 'GET', headers } = request;
      const answer = doors.get(prefix)?.({ method, url, path: url.pathname.slice(prefix.length + 1), headers, body });
      if (isControl) {
        response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer?.json ?? { message: 'no such path' }));
      } else sendAnswer(response, answer?.status ?? 404, answer?.json ?? { message: 'no such path' }, faults);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    streams.upgrade(request, socket, head);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    tape,
    faults,
    streams,
    requests: () => requests,
    async close() {
      streams.drop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (body.length < MAX_BODY) body += chunk.toString();
  }
  return body;
}
