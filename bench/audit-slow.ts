/**
 * slowhttptest (Debian) against the built server: slow headers, slow bodies and slow readers, while others are served.
 * A finding is a second in which the server was away for slowhttptest, an answer to others that did not come, or a slow
 * connection that the server still held after the time that it gives: counted in its own system (/proc/net), since a
 * slow reader does not see for long that it was cut.
 * Ends with 1 where there is one.
 *
 *   npm run audit:slow [-- CONNECTIONS]
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { findOrInstall } from '../test/support/binaries.js';
import { openOwnDoor } from './support/own-door.js';
import { percentile } from './support/live-stack.js';
import { keepResult } from './support/result.js';

const connections = process.argv[2] ?? '500';
/** For connections to come, and for what has to be closed to be seen closed. */
const SLACK_SECONDS = 5;
const PROBE_EVERY_MS = 200;
const ANSWER_WITHIN_MS = 3_000;
/** Established, FIN-WAIT-1 and 2, CLOSE-WAIT. */
const HELD_STATES: ReadonlySet<string> = new Set(['01', '04', '05', '08']);
/** The probe of slowhttptest comes and goes: only what is there all the while is held. */
const SAMPLES = 10;

interface Attack {
  readonly name: string;
  readonly path: string;
  /** What the server gives them. */
  readonly allowedSeconds: number;
  readonly args: readonly string[];
}
const JSON_BODY = ['-t', 'POST', '-f', 'application/json', '-m', 'application/json'];
const ATTACKS = (): readonly Attack[] => [
  { name: 'slow headers', path: '/graphql', allowedSeconds: 5, args: ['-H', '-i', '2', '-x', '24', ...JSON_BODY] },
  { name: 'slow bodies', path: '/graphql', allowedSeconds: 10, args: ['-B', '-i', '2', '-x', '10', '-s', '8192', ...JSON_BODY] },
  // The largest answer there is, over and over on each connection, read a few bytes at a time.
  {
    name: 'slow readers',
    path: largestAsset(),
    allowedSeconds: 66,
    args: ['-X', '-k', '10', '-n', '2', '-w', '10', '-y', '20', '-z', '8'],
  },
];

function largestAsset(): string {
  const folder = 'dist/web/graphiql/assets';
  const [largest = ''] = readdirSync(folder).toSorted((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  return `/graphiql/assets/${largest}`;
}

const program = await findOrInstall({ program: 'slowhttptest', folders: ['/usr/bin'], debianPackages: ['slowhttptest'] });
const output = mkdtempSync(join(tmpdir(), 'vpa-slow-'));

interface Second {
  readonly connected: number;
  readonly isServed: boolean;
}

/** What slowhttptest saw, second by second. */
async function attack(root: string, { path, args, allowedSeconds }: Attack): Promise<Second[]> {
  const file = join(output, 'run');
  const common = [
    '-c',
    connections,
    '-r',
    connections,
    '-l',
    String(allowedSeconds + 3 * SLACK_SECONDS),
    '-p',
    '3',
    '-v',
    '0',
    '-g',
    '-o',
    file,
  ];
  await promisify(execFile)(program, [...common, '-u', root + path, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return readFileSync(`${file}.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
    .map(([, , , connected = 0, available = 0]) => ({ connected, isServed: available > 0 }));
}

/** Connections of the port that the system still holds for the server, with data in them or not. */
function connectionsOf(port: number): number {
  const address = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  return lines.filter((line) => {
    const [, local = '', , state = ''] = line.trim().split(/\s+/);
    return local.endsWith(address) && HELD_STATES.has(state);
  }).length;
}

async function steadyConnections(port: number): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < SAMPLES; i += 1) {
    least = Math.min(least, connectionsOf(port));
    await delay(PROBE_EVERY_MS);
  }
  return least;
}

/** Whether the right answer came, on a connection of its own that ends with it. */
function ask(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const asking = request(url, { method: 'POST', headers, agent: false, timeout: ANSWER_WITHIN_MS }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('close', () => resolve(text.includes('AAA')));
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(false));
    asking.end('{"query":"{ stocks(first: 1) { edges { node { symbol } } } }"}');
  });
}

/** Asks as any client does until told to stop: how long each answer took, and how many did not come. */
async function askMeanwhile(url: string, stopped: AbortSignal) {
  const times: number[] = [];
  let failed = 0;
  while (!stopped.aborted) {
    const began = performance.now();
    const isAnswered = await ask(url);
    if (isAnswered) times.push(performance.now() - began);
    else failed += 1;
    await delay(PROBE_EVERY_MS);
  }
  const of = (share: number): number =>
    Math.round(
      percentile(
        times.toSorted((a, b) => a - b),
        share,
      ) * 10,
    ) / 10;
  return { asked: times.length + failed, failed, p50Ms: of(0.5), p99Ms: of(0.99) };
}

const stack = await openOwnDoor(1);
try {
  const door = await stack.start({ VPA_RATE_ANONYMOUS: '0', VPA_GRAPHIQL: 'true' });
  const attacks = [];
  for (const each of ATTACKS()) {
    const stopping = new AbortController();
    const asking = askMeanwhile(door.url, stopping.signal);
    // That of whoever waited for the server to be ready.
    const own = await steadyConnections(door.port);
    const attacking = attack(new URL(door.url).origin, each);
    await delay((each.allowedSeconds + SLACK_SECONDS) * 1000);
    const held = Math.max(0, (await steadyConnections(door.port)) - own);
    const seconds = await attacking;
    stopping.abort();
    const others = await asking;
    const most = Math.max(...seconds.map(({ connected }) => connected));
    const away = seconds.filter(({ isServed }) => !isServed).length;
    attacks.push({ attack: each.name, most, allowedSeconds: each.allowedSeconds, heldLonger: held, secondsAway: away, others });
  }
  const findings = attacks.filter((each) => each.heldLonger > 0 || each.secondsAway > 0 || each.others.failed > 0).length;
  keepResult('slow', {
    what: `slowhttptest, ${connections} connections at once; held longer: still connected ${SLACK_SECONDS} s after the time allowed`,
    findings,
    attacks,
  });
  if (findings > 0) process.exitCode = 1;
} finally {
  await stack.close();
  rmSync(output, { recursive: true, force: true });
}
