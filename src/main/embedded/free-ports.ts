import { once } from 'node:events';
import { createServer } from 'node:net';

import { DomainError } from '../../domain/errors.js';

/**
 * Tells in one line that a port is taken, before anything slow is started. 0 is always free.
 * @throws {DomainError} CONFLICT
 */
export async function requireFreePorts(
  host: string,
  ports: readonly { readonly variable: string; readonly port: number }[],
): Promise<void> {
  const [first, second] = ports;
  if (first !== undefined && second !== undefined && first.port === second.port && first.port !== 0) {
    throw new DomainError('CONFLICT', `${first.variable} and ${second.variable} are both ${first.port}: they need a port each`);
  }
  for (const { variable, port } of ports) {
    if (port !== 0) await requireFree(host, port, variable);
  }
}

async function requireFree(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new DomainError('CONFLICT', `port ${port} is taken: stop what uses it, or set ${variable} to a free port`);
    if (code === 'EACCES') throw new DomainError('FORBIDDEN', `port ${port} needs more rights: set ${variable} to a port above 1023`);
    throw new DomainError('CONFLICT', `cannot listen on ${host}:${port} (${String(code)})`);
  }
  server.close();
  await once(server, 'close');
}
