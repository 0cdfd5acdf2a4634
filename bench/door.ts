/**
 * What the door costs: requests per second of query A (the latest 50 signals by kind, each with its stock) at the built
 * API with its budgets in Redis, for anonymous callers and for a user, in the process and off, and at a bare Apollo over the same use-cases; in turns, by wrk.
 * The answers of all are compared before.
 *
 *   npm run bench:door [-- ROUNDS SECONDS]
 */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { findOrInstall } from '../test/support/binaries.js';
import { openOwnDoor } from './support/own-door.js';
import { keepResult, median } from './support/result.js';

const [rounds = '5', seconds = '2'] = process.argv.slice(2);
const STOCKS = 100;
const WITH_BUDGET = { VPA_RATE_ANONYMOUS: '1000000' };
const WITH_ACCOUNTS = {
  ...WITH_BUDGET,
  VPA_RATE_VIEWER: '1000000',
  VPA_SIGN_UP: 'open',
  VPA_JWT_KEYS: `bench=${Buffer.alloc(32, 7).toString('base64url')}`,
};

const QUERY = `query A($kinds: [SignalKind!]) {
  signals(filter: { kinds: $kinds }, first: 50) {
    edges { node { id tradingDate kind direction volumeRatio spreadRatio closePosition stock { symbol name sector } } }
  }
}`;
const KINDS = ['NO_SUPPLY', 'NO_DEMAND', 'STOPPING_VOLUME', 'SPRING', 'UPTHRUST', 'SELLING_CLIMAX', 'BUYING_CLIMAX', 'ABSORPTION'];
const BODIES = KINDS.map((kind) => JSON.stringify({ query: QUERY, variables: { kinds: [kind] } }));

/** Rotates over the bodies; tells what came back in one line. */
const scriptOf = (headers: Readonly<Record<string, string>>): string => `
local headers = { ${Object.entries(headers)
  .map(([name, value]) => `['${name}'] = '${value}'`)
  .join(', ')} }
local bodies = { ${BODIES.map((body) => `[==[${body}]==]`).join(', ')} }
local turn = 0
request = function()
  turn = turn % #bodies + 1
  return wrk.format('POST', '/graphql', headers, bodies[turn])
end
done = function(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format('RESULT %d %d %d %.3f\\n', summary.requests, summary.duration, bad, latency:percentile(99) / 1000))
end
`;

interface Contender {
  readonly name: string;
  readonly url: string;
  /** Of somebody who signed in; null: anonymous. */
  readonly token: string | null;
}

function headersOf({ token }: Pick<Contender, 'token'>): Record<string, string> {
  return { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
}

/** Makes an account and signs in. */
async function tokenOf(url: string): Promise<string> {
  const ask = async (field: string) => {
    const query = `mutation { ${field} }`;
    const response = await fetch(url, { method: 'POST', headers: headersOf({ token: null }), body: JSON.stringify({ query }) });
    return (await response.json()) as { readonly data?: { readonly signIn?: { readonly accessToken: string | null } } };
  };
  const credentials = 'email: "bench@example.com", password: "a password of the bench"';
  await ask(`signUp(${credentials}) { errors { code } }`);
  const token = (await ask(`signIn(${credentials}) { accessToken }`)).data?.signIn?.accessToken;
  if (token === null || token === undefined) throw new Error(`${url} gives no token`);
  return token;
}

async function startBare(databaseUrl: string) {
  const program = fileURLToPath(new URL('support/bare-door.js', import.meta.url));
  const child = fork(program, [databaseUrl], { execArgv: [] });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the bare door did not start')));
  const [port] = (await Promise.race([once(child, 'message'), died])) as [number];
  died.catch(() => undefined);
  return { url: `http://127.0.0.1:${port}/graphql`, stop: () => child.kill('SIGKILL') };
}

/** The data of all answers, as text. */
async function answersOf({ url, token }: Contender): Promise<string> {
  const texts = BODIES.map(async (body) => {
    const response = await fetch(url, { method: 'POST', headers: headersOf({ token }), body });
    const { data, errors } = (await response.json()) as { readonly data?: unknown; readonly errors?: unknown };
    if (errors !== undefined) throw new Error(`${url} answered ${JSON.stringify(errors)}`);
    return JSON.stringify(data);
  });
  return (await Promise.all(texts)).join('\n');
}

const wrk = await findOrInstall({ program: 'wrk', folders: ['/usr/bin'], debianPackages: ['wrk'] });
const folder = mkdtempSync(join(tmpdir(), 'vpa-wrk-'));
let scripts = 0;

async function measure({ name, url, token }: Contender) {
  const script = join(folder, `${(scripts += 1)}.lua`);
  writeFileSync(script, scriptOf(headersOf({ token })));
  const { stdout } = await promisify(execFile)(wrk, ['-t', '1', '-c', '16', '-d', seconds, '-s', script, url]);
  const [, requests, microseconds, bad, p99] = /RESULT (\d+) (\d+) (\d+) ([\d.]+)/.exec(stdout) ?? [];
  if (bad !== '0') throw new Error(`${name}: ${bad ?? 'no'} bad answers\n${stdout}`);
  return { perSecond: (Number(requests) / Number(microseconds)) * 1e6, p99Ms: Number(p99) };
}

const stack = await openOwnDoor(STOCKS);
const bare = await startBare(stack.databaseUrl);
try {
  const signedIn = (await stack.start(WITH_ACCOUNTS)).url;
  const contenders: readonly Contender[] = [
    { name: 'bare', url: bare.url, token: null },
    { name: 'door, no budget', url: (await stack.start({ VPA_RATE_ANONYMOUS: '0' })).url, token: null },
    { name: 'door, budget in the process', url: (await stack.start({ ...WITH_BUDGET, REDIS_URL: '' })).url, token: null },
    { name: 'door, budget in Redis', url: (await stack.start(WITH_BUDGET)).url, token: null },
    { name: 'door, budget in Redis, signed in', url: signedIn, token: await tokenOf(signedIn) },
  ];
  const answers = new Set(await Promise.all(contenders.map(answersOf)));
  if (answers.size !== 1) throw new Error('the contenders do not answer alike');
  for (const contender of contenders) await measure(contender);
  const measured = new Map(contenders.map(({ name }) => [name, [] as { readonly perSecond: number; readonly p99Ms: number }[]]));
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const contender of contenders) measured.get(contender.name)?.push(await measure(contender));
  }
  const medians = [...measured].map(([name, runs]) => ({
    name,
    perSecond: Math.round(median(runs.map(({ perSecond }) => perSecond))),
    p99Ms: Math.round(median(runs.map(({ p99Ms }) => p99Ms)) * 10) / 10,
  }));
  const floor = medians[0]?.perSecond ?? NaN;
  keepResult('door', {
    what: `query A, requests per second and p99, median of ${rounds} rounds of ${seconds} s in turns, 16 connections`,
    bytesOfAnswers: [...answers][0]?.length,
    doors: medians.map((each) => ({ ...each, ofBare: Math.round((each.perSecond / floor) * 1000) / 1000 })),
  });
} finally {
  bare.stop();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
}
