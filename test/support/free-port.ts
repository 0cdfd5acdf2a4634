import { createServer } from 'node:net';

/**
 * A port of the loopback address that nothing listens on. Chosen below the range that outgoing connections
 * use (from 32768 on Linux), so that it is still free when a server that was stopped takes it again.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    if (await canListen(port)) return port;
  }
  throw new Error('no free port found between 15000 and 32000');
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
