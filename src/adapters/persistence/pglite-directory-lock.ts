import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DomainError } from '../../domain/errors.js';

const ATTEMPTS = 5;

/**
 * Takes a PGlite directory for this process: PGlite itself would let two write to it at once. The lock is a file beside the
 * directory that holds the process id; one left by a dead process is taken over.
 * @returns release
 * @throws {DomainError} CONFLICT where a living process holds it
 */
export async function lockPgliteDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${directory.replace(/\/+$/, '')}.lock`;
  await mkdir(dirname(path), { recursive: true });
  const token = `${process.pid} ${randomUUID()}\n`;
  // Written first and linked then: nobody ever reads a lock without a process id.
  const candidate = `${path}.${token.slice(-37, -1)}`;
  await writeFile(candidate, token);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await tryLink(candidate, path)) return () => release(path, token);
      const found = await readFile(path, 'utf8').catch(() => '');
      const holder = Number.parseInt(found, 10);
      if (isAlive(holder)) throw held(directory, holder);
      // Only the lock that was just found dead is removed; a newer one stays.
      if ((await readFile(path, 'utf8').catch(() => '')) === found) await rm(path, { force: true });
    }
    throw held(directory, null);
  } finally {
    await rm(candidate, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function release(path: string, token: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true });
}

/** A process id of this very process counts as alive: it opened the directory before and did not close it. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function held(directory: string, pid: number | null): DomainError {
  const holder = pid === null ? 'another process' : pid === process.pid ? 'this process already' : `process ${pid}`;
  return new DomainError(
    'CONFLICT',
    `the database in ${directory} is in use by ${holder}; stop it, or name another directory with VPA_DATA_DIR`,
    {
      details: { directory, pid },
    },
  );
}
