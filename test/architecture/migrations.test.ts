import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { MIGRATIONS } from '../../migrations/index.js';

test('every migration stands in the list once, in the order of the names', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../migrations'))
    .filter((name) => name.startsWith('migration-'))
    .map((name) => name.replace(/^migration-|\.ts$/g, ''));
  expect(MIGRATIONS.map(({ name }) => name)).toEqual(files.toSorted());
});
