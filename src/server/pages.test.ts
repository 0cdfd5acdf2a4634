import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { registerPages } from './pages.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vpa-pages-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function serve(graphiqlDirectory: string | null, hasLocalAdmin = false) {
  const app = fastify();
  await registerPages(app, { graphiqlDirectory, banner: 'made up', hasLocalAdmin });
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
});
