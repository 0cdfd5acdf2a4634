/** The track record and the charts that the documents show are what the code makes of real bars. Runs where ../shared/data is. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));
const FILE = new URL('../../../shared/data/ohlcv_daily.csv.gz', import.meta.url).pathname;

test('the track record and the charts of the documents are up to date (npm run docs:charts)', () => {
  const made = mkdtempSync(join(tmpdir(), 'vpa-docs-'));
  execFileSync(process.execPath, [join(project, 'scripts/emit-charts.mjs'), FILE, made]);
  const names = readdirSync(made, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(made.length + 1));
  const texts = names.map((name) => [name, readFileSync(join(made, name), 'utf8')]);
  rmSync(made, { recursive: true });
  expect(names).toHaveLength(7);
  expect(names.map((name) => [name, readFileSync(join(project, 'docs', name), 'utf8')])).toEqual(texts);
});
