import { WebSocket } from 'ws';

/** Told by the parent: connect, then at the end report. */
export type SubscribersOrder =
  | { readonly order: 'connect'; readonly url: string; readonly count: number; readonly query: string }
  /** Answered when every subscriber has the event of this number. */
  | { readonly order: 'have'; readonly number: number }
  | { readonly order: 'report' };

export interface SubscribersReport {
  /** By subscriber, by number of the event: when it came, in ms since 1970; NaN where it did not. */
  readonly arrivals: readonly Float64Array[];
  /** Events that came twice or out of order, by their cursors. */
  readonly disorders: number;
  readonly closeCodes: readonly number[];
}

const MAX_EVENTS = 100_000;
const NUMBER = /"volumeRatio":(\d+)/;
const CURSOR = /"cursor":"([\w-]+)"/;

const arrivals: Float64Array[] = [];
const closeCodes: number[] = [];
let disorders = 0;

process.on('message', (message: SubscribersOrder) => {
  if (message.order === 'connect') void connectAll(message.url, message.count, message.query);
  else if (message.order === 'have') waitFor(message.number);
  else {
    const events = Math.max(0, ...arrivals.map((times) => times.findLastIndex((at) => !Number.isNaN(at)) + 1));
    process.send?.({ arrivals: arrivals.map((times) => times.slice(0, events)), disorders, closeCodes } satisfies SubscribersReport);
  }
});

function waitFor(number: number): void {
  if (arrivals.every((times) => !Number.isNaN(times[number] ?? NaN))) process.send?.('have');
  else setTimeout(() => waitFor(number), 50);
}

async function connectAll(url: string, count: number, query: string): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => connect(url, query)));
  process.send?.('connected');
}

/** Resolves with the first item: the position. */
function connect(url: string, query: string): Promise<void> {
  const times = new Float64Array(MAX_EVENTS).fill(NaN);
  arrivals.push(times);
  const socket = new WebSocket(url, 'graphql-transport-ws');
  let last = -1;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => closeCodes.push(code));
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      const now = performance.timeOrigin + performance.now();
      const text = data.toString();
      if (text.startsWith('{"type":"connection_ack"')) socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      else if (text.includes('FeedPosition')) resolve();
      else {
        const number = Number(NUMBER.exec(text)?.[1]);
        const seq = seqOf(text);
        if (seq <= last) disorders += 1;
        last = seq;
        times[number] = now;
      }
    });
  });
}

/** Place in the order of events: what an opaque cursor hides. */
function seqOf(text: string): number {
  return Number(
    Buffer.from(CURSOR.exec(text)?.[1] ?? '', 'base64url')
      .toString()
      .split(':')[1],
  );
}
