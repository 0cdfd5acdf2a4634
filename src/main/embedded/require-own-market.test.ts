import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { writeState } from './directory-state.js';
import { requireOwnMarket } from './require-own-market.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vpa-own-market-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('bars of a file are refused where npm start plays its market, and nowhere else', async () => {
  expect(() => requireOwnMarket(directory)).not.toThrow();
  await writeState(directory, { market: { kind: 'simulated', revision: 1 }, isHistoryImported: true, releasedThrough: null });
  expect(() => requireOwnMarket(directory)).toThrow(/holds the market of npm start: set VPA_DATA_DIR/);
});
