import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockPgliteDirectory } from '../../src/adapters/persistence/pglite-directory-lock.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { store } from '../support/persistence-rig.js';

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'vpa-lock-'));
  directory = join(parent, 'database');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('the lock of a PGlite directory', () => {
  it('is held by one and given back', async () => {
    const unlock = await lockPgliteDirectory(directory);
    await expect(lockPgliteDirectory(`${directory}/`)).rejects.toMatchObject({ code: 'CONFLICT', details: { pid: process.pid } });
    await unlock();
    await (
      await lockPgliteDirectory(directory)
    )();
    expect(await readdir(parent)).toEqual([]);
  });

  it('is refused in one line where a living process holds it', async () => {
    await writeFile(`${directory}.lock`, `${process.ppid} another\n`);
    const refusal = lockPgliteDirectory(directory);
    await expect(refusal).rejects.toThrow(new RegExp(`^the database in .* is in use by process ${process.ppid}; [^\\n]*$`));
    expect(await readFile(`${directory}.lock`, 'utf8')).toContain(String(process.ppid));
  });

  it('is taken over from a dead process, by one of many', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await writeFile(`${directory}.lock`, `${dead.pid} gone\n`);
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => lockPgliteDirectory(directory)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(parent)).toEqual(['database.lock']);
  });
});

describe('a PGlite directory', () => {
  it('keeps what was stored, and frees its lock when it is closed', async () => {
    const first = await openDatabase({ kind: 'pglite', directory });
    await Promise.all([first.migrate(), first.migrate()]);
    await store(first, [{ symbol: 'VCB', date: '2025-01-02' }]);
    await expect(openDatabase({ kind: 'pglite', directory })).rejects.toMatchObject({ code: 'CONFLICT' });
    await first.close();
    expect(existsSync(`${directory}.lock`)).toBe(false);

    const second = await openDatabase({ kind: 'pglite', directory });
    expect(await second.pendingMigrations()).toEqual([]);
    expect(await store(second, [{ symbol: 'VCB', date: '2025-01-02' }])).toMatchObject({ unchanged: 1 });
    await second.close();
  });
});
