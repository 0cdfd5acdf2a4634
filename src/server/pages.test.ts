import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as open, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { until } from '../../test/support/until.js';
import { registerPages } from './pages.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vpa-pages-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const addressOf = (request: IncomingMessage): string => request.headers['x-client']?.toString() ?? '192.0.2.1';

async function serve(graphiqlDirectory: string | null, hasLocalAdmin = false) {
  const app = fastify();
  await registerPages(app, { graphiqlDirectory, banner: 'made up', hasLocalAdmin, addressOf });
  return async (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers: { host: 'localhost:4000', ...headers } });
}

describe('pages', () => {
  it('serve GraphiQL as soon as it is built, and until then a page that looks again', async () => {
    const bundle = join(directory, 'graphiql');
    const get = await serve(bundle);
    const early = await get('/graphiql/');
    expect(early.statusCode).toBe(503);
    expect(early.headers['retry-after']).toBe('2');
    expect(early.body).toContain('not built yet');
    expect((await get('/')).statusCode).toBe(200);

    await mkdir(bundle);
    await writeFile(join(bundle, 'index.html'), '<p>editor</p>');
    expect((await get('/graphiql')).headers['location']).toBe('/graphiql/');
    expect((await get('/graphiql/')).body).toBe('<p>editor</p>');
    expect((await get('/graphiql/config.json')).json()).toEqual({ banner: 'made up', hasLocalAdmin: false });
  });

  it('tell of the local administrator where there is one, and only who is', async () => {
    await mkdir(join(directory, 'graphiql'));
    await writeFile(join(directory, 'graphiql', 'index.html'), '<p>editor</p>');
    const get = await serve(join(directory, 'graphiql'), true);
    const config = '/graphiql/config.json';
    expect((await get(config)).json()).toMatchObject({ hasLocalAdmin: true });
    expect((await get(config, { host: 'vpa.example' })).json()).toMatchObject({ hasLocalAdmin: false });
    expect((await get(config, { 'x-forwarded-for': '203.0.113.7' })).json()).toMatchObject({ hasLocalAdmin: false });
  });

  it('do not name GraphiQL where it is switched off', async () => {
    const get = await serve(null);
    expect((await get('/')).body).not.toContain('graphiql');
    expect((await get('/graphiql/')).statusCode).toBe(404);
  });

  it('carry the mark of a market that is not the real one', async () => {
    const get = await serve(null);
    expect((await get('/')).body).toContain('<p role="status"');
    expect((await get('/')).body).toContain('made up');
  });

  it('are sent to one network 32 at a time, however slowly it reads; others do not notice', async () => {
    await mkdir(join(directory, 'graphiql'));
    await writeFile(join(directory, 'graphiql', 'index.html'), '<p>editor</p>');
    await writeFile(join(directory, 'graphiql', 'large.js'), Buffer.alloc(16 * 1024 * 1024, 'x'));
    const app = fastify();
    await registerPages(app, { graphiqlDirectory: join(directory, 'graphiql'), banner: null, hasLocalAdmin: false, addressOf });
    const root = await app.listen({ host: '127.0.0.1', port: 0 });
    const ask = (path: string, client: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => open(root + path, { agent: false, headers: { 'x-client': client } }, resolve).on('error', reject));
    const statusOf = async (client: string) => (await ask('/graphiql/', client)).resume().statusCode;
    try {
      const held = await Promise.all(Array.from({ length: 32 }, () => ask('/graphiql/large.js', '203.0.113.7')));
      expect(held.every(({ statusCode }) => statusCode === 200)).toBe(true);
      const refused = await ask('/graphiql/', '203.0.113.7');
      expect([refused.resume().statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
      expect(await statusOf('203.0.113.8')).toBe(200);
      for (const answer of held) answer.destroy();
      await until('the places are free again', async () => (await statusOf('203.0.113.7')) === 200);
    } finally {
      await app.close();
    }
  });
});
