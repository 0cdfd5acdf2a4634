import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import pg from 'pg';

import { RawClient } from '../../test/support/raw-ws-client.js';

/** A place of the API where a text of a client comes near a statement. */
export interface SqlPlace {
  readonly name: string;
  readonly query: string;
  /** How the text stands in the variable, such as inside of a cursor. */
  readonly wrap?: (text: string) => string;
  readonly transport: 'http' | 'websocket';
}

export interface SqlGateway {
  /** Where the text `v` of a query string is put into the place. */
  urlOf(place: SqlPlace): string;
  /** A place beside the API that does put the text into its statement, to show that the tool finds one. */
  readonly openUrl: string;
  /** What the API answered: how often by code of the first error, `none` where there was none. */
  readonly answers: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Messages of one socket: its first ones are free of the rate. */
const MESSAGES_PER_SOCKET = 50;

/** Takes plain requests, as a tool for forms sends them, and asks the API: over HTTP or websocket, at any place. */
export async function openSqlGateway(doorUrl: string, databaseUrl: string, places: readonly SqlPlace[]): Promise<SqlGateway> {
  const answers = new Map<string, number>();
  const socket = new RefillingSocket(doorUrl.replace('http', 'ws'));
  const open = new pg.Pool({ connectionString: databaseUrl, max: 4, statement_timeout: 20_000 });
  const byPath = new Map(places.map((place, i) => [`/${i}`, place]));

  async function answerOf(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway');
    const text = searchParams.get('v') ?? '';
    const place = byPath.get(pathname);
    if (place === undefined) return askOpenly(open, text);
    const payload = { query: place.query, variables: { v: (place.wrap ?? String)(text) } };
    const answer = place.transport === 'http' ? await askHttp(doorUrl, payload) : await socket.ask(payload);
    const code = /"code":"(\w+)"/.exec(answer.text)?.[1] ?? 'none';
    answers.set(code, (answers.get(code) ?? 0) + 1);
    return answer;
  }

  const server = createServer((request, response) => {
    void answerOf(request)
      .catch((error: unknown) => ({ status: 502, text: String(error) }))
      .then(({ status, text }) => response.writeHead(status, { 'content-type': 'application/json' }).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urlOf: (place) => `${root}/${places.indexOf(place)}?v=AAA`,
    openUrl: `${root}/open?v=AAA`,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      socket.end();
      await open.end();
    },
  };
}

async function askHttp(url: string, payload: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  return { status: response.status, text: withoutBudget(await response.text()) };
}

async function askOpenly(pool: pg.Pool, text: string): Promise<Answer> {
  try {
    const { rows } = await pool.query<{ symbol: string }>(`SELECT symbol FROM stocks WHERE symbol = '${text}'`);
    return { status: 200, text: JSON.stringify(rows) };
  } catch (error) {
    return { status: 500, text: String(error) };
  }
}

/** The budget differs from answer to answer, which would look like an effect of the text. */
function withoutBudget(text: string): string {
  return text.replace(/,?"extensions":\{"cost".*$/, '');
}

/** One operation at a time, and a fresh socket after some. */
class RefillingSocket {
  readonly #url: string;
  #client: RawClient | null = null;
  #sent = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(url: string) {
    this.#url = url;
  }

  ask(payload: object): Promise<Answer> {
    const answer = this.#turn.then(() => this.#ask(payload));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  end(): void {
    this.#client?.end();
  }

  async #ask(payload: object): Promise<Answer> {
    if (this.#client === null || this.#sent >= MESSAGES_PER_SOCKET) {
      this.end();
      this.#client = await new RawClient(this.#url).init();
      this.#sent = 0;
    }
    const client = this.#client;
    const id = String((this.#sent += 1));
    client.send({ type: 'subscribe', id, payload });
    await client.until((messages) => messages.some((message) => message.id === id));
    const message = client.messages.find((each) => each.id === id);
    return { status: message?.type === 'error' ? 400 : 200, text: withoutBudget(JSON.stringify(message?.payload)) };
  }
}
