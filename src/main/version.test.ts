import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { VERSION } from './version.js';

it('the version told by /health is that of the package', async () => {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(manifest).toMatchObject({ version: VERSION });
});
