/**
 * sqlmap (Debian) against the built server over PostgreSQL: at every place where a text comes near a statement, over HTTP
 * and websocket, and at an open place beside it, which it has to find. Ends with 1 where it finds anything else, or not
 * that.
 *
 *   npm run audit:sqlmap [-- LEVEL RISK]
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { findOrInstall } from '../test/support/binaries.js';
import { openOwnDoor } from './support/own-door.js';
import { keepResult } from './support/result.js';
import { openSqlGateway, type SqlPlace } from './support/sql-gateway.js';

const [level = '3', risk = '3'] = process.argv.slice(2);
const STOCKS = 3;
const TIMEOUT_MS = 1_800_000;

const base64 = (text: string): string => Buffer.from(text).toString('base64url');
const STOCK = 'query ($v: String!) { stock(symbol: $v) { id symbol } }';
const SIGNALS = 'query ($v: String!) { signals(filter: { symbols: [$v] }) { totalCount } }';
const AFTER_SIGNAL = 'query ($v: String!) { signals(after: $v) { totalCount edges { cursor } } }';
const PLACES: readonly SqlPlace[] = [
  { name: 'symbol of a stock', query: STOCK, transport: 'http' },
  { name: 'symbols of stocks', query: 'query ($v: String!) { stocks(filter: { symbols: [$v] }) { totalCount } }', transport: 'http' },
  { name: 'sectors of stocks', query: 'query ($v: String!) { stocks(filter: { sectors: [$v] }) { totalCount } }', transport: 'http' },
  { name: 'symbols of signals', query: SIGNALS, transport: 'http' },
  {
    name: 'symbol in a cursor of stocks',
    query: 'query ($v: String!) { stocks(after: $v) { totalCount edges { cursor } } }',
    wrap: (text) => base64(`stock|${text}`),
    transport: 'http',
  },
  {
    name: 'rule in a cursor of signals',
    query: AFTER_SIGNAL,
    wrap: (text) => base64(`signal|2025-05-20|AAA|NO_SUPPLY|${text}`),
    transport: 'http',
  },
  {
    name: 'key in an id',
    query: 'query ($v: ID!) { node(id: $v) { id } }',
    wrap: (text) => base64(`Stock:${text}`),
    transport: 'http',
  },
  { name: 'date', query: 'query ($v: TradingDate!) { signals(filter: { from: $v }) { totalCount } }', transport: 'http' },
  { name: 'symbol of a stock', query: STOCK, transport: 'websocket' },
  {
    name: 'rule in a cursor of signals',
    query: AFTER_SIGNAL,
    wrap: (text) => base64(`signal|2025-05-20|AAA|NO_SUPPLY|${text}`),
    transport: 'websocket',
  },
];

const program = await findOrInstall({ program: 'sqlmap', folders: ['/usr/bin'], debianPackages: ['sqlmap'] });
const output = mkdtempSync(join(tmpdir(), 'vpa-sqlmap-'));

/** What it says it has found in `v`; empty: nothing. */
async function findingsAt(url: string, more: readonly string[] = []): Promise<string[]> {
  const args = ['-u', url, '-p', 'v', '--batch', '--flush-session', '--output-dir', output, '--disable-coloring'];
  const tuned = ['--dbms', 'PostgreSQL', '--level', level, '--risk', risk, '--threads', '4', '--time-sec', '3'];
  const { stdout } = await promisify(execFile)(program, [...args, ...tuned, '--ignore-code', '400', ...more], {
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = stdout.match(/^ {4}(Type: .+)$/gm) ?? [];
  const isDone = found.length > 0 || stdout.includes('all tested parameters do not appear to be injectable');
  if (!isDone) throw new Error(`sqlmap came to no end:\n${stdout.slice(-3_000)}`);
  return found.map((line) => line.trim());
}

const stack = await openOwnDoor(STOCKS);
try {
  const door = await stack.start({ VPA_RATE_ANONYMOUS: '0', VPA_INTROSPECTION: 'true' });
  const gateway = await openSqlGateway(door.url, stack.databaseUrl, PLACES);
  try {
    const control = await findingsAt(gateway.openUrl);
    const places = [];
    for (const place of PLACES) {
      const findings = await findingsAt(gateway.urlOf(place));
      places.push({ place: place.name, transport: place.transport, findings });
      process.stderr.write(`${place.transport} ${place.name}: ${findings.length} findings\n`);
    }
    const findings = places.flatMap((place) => place.findings).length;
    const requests = [...gateway.answers.values()].reduce((sum, count) => sum + count, 0);
    const failures = gateway.answers.get('INTERNAL') ?? 0;
    keepResult('sqlmap', {
      what: 'sqlmap at every place where a text comes near a statement, no budget in its way; control: a place beside the API that is open',
      level,
      risk,
      findings,
      control: control.length,
      requests,
      answers: Object.fromEntries(gateway.answers),
      places,
    });
    if (findings > 0 || failures > 0 || control.length === 0) process.exitCode = 1;
  } finally {
    await gateway.close();
  }
} finally {
  await stack.close();
  rmSync(output, { recursive: true, force: true });
}
