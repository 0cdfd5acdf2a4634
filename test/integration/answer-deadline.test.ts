import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';

import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';

import { registerAnswerDeadline } from '../../src/server/answer-deadline.js';

/** More than the buffers of two sockets hold. */
const LARGE = 'x'.repeat(24 * 1024 * 1024);
/** More than one reads at once, and less than those buffers hold. */
const MEDIUM = LARGE.slice(0, 512 * 1024);

describe('the time that a client has to take its answer', () => {
  const open: { readonly app: FastifyInstance; readonly clients: Socket[] }[] = [];
  afterEach(async () => {
    for (const { app, clients } of open.splice(0)) {
      for (const client of clients) client.destroy();
      await app.close();
    }
  });

  async function aServer({ withinMs, keepAliveMs }: { readonly withinMs: number; readonly keepAliveMs: number }) {
    const app = fastify({ keepAliveTimeout: keepAliveMs });
    const clients: Socket[] = [];
    open.push({ app, clients });
    registerAnswerDeadline(app, withinMs);
    app.get('/large', async () => LARGE);
    app.get('/medium', async () => MEDIUM);
    app.get('/small', async () => 'small');
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      /** Both ends of a connection whose client asks and does not read. */
      async ask(path: string): Promise<{ readonly client: Socket; readonly served: Socket }> {
        const accepted = once(app.server, 'connection');
        const client = connect(port, '127.0.0.1').pause();
        clients.push(client);
        client.on('error', () => undefined);
        client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
        const [served] = (await accepted) as [Socket];
        return { client, served };
      },
    };
  }

  it('ends the connection of one who does not read, and leaves those who do or have none to take', async () => {
    const server = await aServer({ withinMs: 3_000, keepAliveMs: 60_000 });
    const response = await fetch(`${server.url}/large`);
    const idle = await server.ask('/small');
    const stalled = await server.ask('/large');
    const [text] = await Promise.all([response.text(), once(stalled.served, 'close')]);
    expect(text.length).toBe(LARGE.length);
    expect([idle.served.destroyed, stalled.served.destroyed]).toEqual([false, true]);
  });

  it('lets go of an answer in the buffers of the system when the idle connection ends', async () => {
    const server = await aServer({ withinMs: 60_000, keepAliveMs: 200 });
    const { client, served } = await server.ask('/medium');
    await once(served, 'close');
    client.resume();
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });
});
