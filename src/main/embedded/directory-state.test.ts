import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseTradingDate } from '../../domain/market/trading-date.js';
import { readState, writeState } from './directory-state.js';
import type { MarketIdentity } from './market-source.js';

const SIMULATED: MarketIdentity = { kind: 'simulated', revision: 1 };
const FILE: MarketIdentity = { kind: 'file', sha256: 'ab'.repeat(32), priceUnit: 'kvnd' };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vpa-state-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('state of a data directory', () => {
  it('is fresh where the directory has none, or does not exist', async () => {
    const fresh = { state: { market: SIMULATED, isHistoryImported: false, releasedThrough: null }, isNew: true };
    expect(await readState(directory, SIMULATED)).toEqual(fresh);
    expect(await readState(join(directory, 'absent'), SIMULATED)).toEqual(fresh);
  });

  it('is what was written last, and leaves no other file', async () => {
    await writeState(directory, { market: FILE, isHistoryImported: false, releasedThrough: null });
    await writeState(directory, { market: FILE, isHistoryImported: true, releasedThrough: parseTradingDate('2025-01-02') });
    expect(await readState(directory, FILE)).toEqual({
      state: { market: FILE, isHistoryImported: true, releasedThrough: '2025-01-02' },
      isNew: false,
    });
    expect(await readdir(directory)).toEqual(['embedded.json']);
  });

  it.each<[string, MarketIdentity]>([
    ['a file', FILE],
    ['another revision', { kind: 'simulated', revision: 2 }],
  ])('of the simulated market is refused for %s, with what to do', async (_, other) => {
    await writeState(directory, { market: SIMULATED, isHistoryImported: true, releasedThrough: null });
    await expect(readState(directory, other)).rejects.toThrow(/holds the simulated market .* set VPA_DATA_DIR/);
  });

  it('is refused for the same file in another unit', async () => {
    await writeState(directory, { market: FILE, isHistoryImported: true, releasedThrough: null });
    await expect(readState(directory, { ...FILE, priceUnit: 'vnd' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['', '{', 'null', '{"format":2}', '{"format":1,"market":{"kind":"moon"},"isHistoryImported":true,"releasedThrough":null}'])(
    'is told as damaged where the file holds %j',
    async (text) => {
      await writeFile(join(directory, 'embedded.json'), text);
      await expect(readState(directory, SIMULATED)).rejects.toThrow('is damaged');
    },
  );
});
