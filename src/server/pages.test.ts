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

async function serve(graphiqlDirectory: string | null) {
  const app = fastify();
  await registerPages(app, { graphiqlDirectory, banner: 'made up' });
  return async (url: string) => app.inject({ url });
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
    expect((await get('/graphiql/config.json')).json()).toEqual({ banner: 'made up' });
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
