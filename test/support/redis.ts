import { connect } from 'node:net';

import { findOrInstall } from './binaries.js';
import { freePort } from './free-port.js';
import { makeServerDirectory } from './server-directory.js';
import { ServerProcess } from './server-process.js';

const PROBE_TIMEOUT_MS = 2_000;

/** A private Redis on a free port, without persistence. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const program = await findOrInstall({
    program: 'redis-server',
    folders: ['/usr/bin', '/opt/homebrew/bin'],
    debianPackages: ['redis-server'],
  });
  const directory = makeServerDirectory('vpa-redis-', null);
  const port = await freePort();
  const server = new ServerProcess({
    program,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
    user: null,
    directory,
    probe: () => ping(port),
  });
  await server.start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop: () => server.stop('SIGTERM'),
    start: () => server.start(),
    kill: () => server.stop('SIGKILL'),
    remove: () => server.remove('SIGKILL'),
  };
}

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PROBE_TIMEOUT_MS });
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      if (data.toString().startsWith('+PONG')) resolve();
      else reject(new Error(`redis answered ${data.toString()}`));
    });
    socket.once('timeout', () => socket.destroy(new Error('redis did not answer')));
    socket.once('error', reject);
  });
}
