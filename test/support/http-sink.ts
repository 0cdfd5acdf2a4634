import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SunkRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type SinkAnswer = (response: ServerResponse) => void;

/** A server that keeps what it is sent and answers as it is told, in order; then 204. */
export interface HttpSink extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: SunkRequest[];
  /** TCP connections made to it. */
  readonly connections: () => number;
  answer(...answers: readonly SinkAnswer[]): void;
}

export async function startHttpSink(): Promise<HttpSink> {
  const requests: SunkRequest[] = [];
  const answers: SinkAnswer[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', headers: request.headers, body });
      (answers.shift() ?? status(204))(response);
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    answer: (...more) => void answers.push(...more),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = ''): SinkAnswer =>
  (response) =>
    void response.writeHead(code, headers).end(body);
export const json = (code: number, body: unknown): SinkAnswer => status(code, { 'content-type': 'application/json' }, JSON.stringify(body));
/** Takes the request and never answers. */
export const silence: SinkAnswer = () => undefined;
/** Takes the request and cuts the connection. */
export const reset: SinkAnswer = (response) => void response.socket?.destroy();
