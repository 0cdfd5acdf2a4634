import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { findOrInstall } from '../support/binaries.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

const folder = mkdtempSync(join(tmpdir(), 'vpa-nginx-'));
const config = join(folder, 'nginx.conf');
let nginx = '';
let httpPort = 0;
let httpsPort = 0;
let upstream: Server;
let stop = async (): Promise<void> => {};

/** The real file, with the addresses of a container replaced by those of this test. */
function writeConfig(): void {
  const original = readFileSync(new URL('../../docker/nginx.conf', import.meta.url), 'utf8');
  const replaced: readonly (readonly [string, string])[] = [
    ['pid /tmp/nginx.pid;', `pid ${folder}/nginx.pid; user root; daemon off;`],
    ['worker_processes auto;', 'worker_processes 1;'],
    ['worker_connections 8192;', 'worker_connections 512;'],
    ['access_log /dev/stdout line;', `access_log ${folder}/access.log line;`],
    ['error_log /dev/stderr warn;', `error_log ${folder}/error.log warn;`],
    ['listen 80;', `listen 127.0.0.1:${httpPort};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${httpsPort} ssl http2;`],
    ['/etc/nginx/tls/fullchain.pem', `${folder}/cert.pem`],
    ['/etc/nginx/tls/privkey.pem', `${folder}/key.pem`],
    ['set $api api:8000;', `set $api 127.0.0.1:${(upstream.address() as AddressInfo).port};`],
  ];
  let text = original;
  for (const [from, to] of replaced) {
    if (!text.includes(from)) throw new Error(`nginx.conf has no "${from}"`);
    text = text.replace(from, to);
  }
  writeFileSync(config, text);
}

beforeAll(async () => {
  nginx = await findOrInstall({ program: 'nginx', folders: ['/usr/sbin'], debianPackages: ['nginx-light'] });
  upstream = createServer((incoming, response) => response.end(JSON.stringify({ url: incoming.url, headers: incoming.headers })));
  new WebSocketServer({ server: upstream, path: '/graphql' }).on('connection', (socket) =>
    socket.on('message', (data: Buffer) => socket.send(`echo ${data.toString()}`)),
  );
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  [httpPort, httpsPort] = [await freePort(), await freePort()];
  execFileSync(
    await findOrInstall({ program: 'openssl', folders: ['/usr/bin'], debianPackages: ['openssl'] }),
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  writeConfig();
  const child = spawn(nginx, ['-c', config], { stdio: 'ignore' });
  stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  await until(
    'nginx answers',
    async () => (await fetch(`http://127.0.0.1:${httpPort}/`, { redirect: 'manual' }).catch(() => null)) !== null,
  );
});

afterAll(async () => {
  await stop();
  upstream.closeAllConnections();
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
function ask(path: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: httpsPort, path, method: body === '' ? 'GET' : 'POST', headers, rejectUnauthorized: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('nginx finds no fault in the configuration', () => {
  const { status, stderr } = spawnSync(nginx, ['-t', '-c', config], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('test is successful') as string });
});

test('plain HTTP is sent to HTTPS, with method and path kept', async () => {
  const { status, headers } = await fetch(`http://127.0.0.1:${httpPort}/graphql?a=1`, { method: 'POST', redirect: 'manual' });
  expect(status).toBe(308);
  expect(headers.get('location')).toBe('https://127.0.0.1/graphql?a=1');
});

test('what a client claims of its own address does not reach the API', async () => {
  const { headers, body } = await ask('/health', { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' });
  const seen = (JSON.parse(body) as { headers: Record<string, string> }).headers;
  expect(seen).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
  expect(seen['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
});

test('a websocket passes, both ways', async () => {
  const socket = new WebSocket(`wss://127.0.0.1:${httpsPort}/graphql`, 'graphql-transport-ws', { rejectUnauthorized: false });
  await once(socket, 'open');
  socket.send('hello');
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(message.toString()).toBe('echo hello');
  socket.close();
  await once(socket, 'close');
});

test('a body of two megabytes is refused before it reaches the API', async () => {
  const { status } = await ask('/graphql', { 'content-type': 'application/json' }, 'x'.repeat(2 * 1024 * 1024));
  expect(status).toBe(413);
});

test.each<[SecureVersion, string | null]>([
  ['TLSv1.1', null],
  ['TLSv1.2', 'TLSv1.2'],
  ['TLSv1.3', 'TLSv1.3'],
])('%s is answered with %s', async (version, negotiated) => {
  const result = await new Promise<string | null>((resolve) => {
    const socket = connect(
      {
        host: '127.0.0.1',
        port: httpsPort,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
        rejectUnauthorized: false,
      },
      () => {
        resolve(socket.getProtocol());
        socket.end();
      },
    );
    socket.on('error', () => resolve(null));
  });
  expect(result).toBe(negotiated);
});
