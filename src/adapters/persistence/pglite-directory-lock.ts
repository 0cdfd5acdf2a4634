import { createHash, randomUUID } from 'node:crypto';
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
  const outcome = await tryLock(path);
  if (typeof outcome === 'function') return outcome;
  throw held(directory, outcome);
}

/** @returns release, or who holds it: a process id, or null where it went from hand to hand all the time */
async function tryLock(path: string): Promise<(() => Promise<void>) | number | null> {
  const token = `${process.pid} ${randomUUID()}\n`;
  // Written first and linked then: nobody ever reads a lock without a process id.
  const candidate = `${path}.${token.slice(-37, -1)}`;
  await writeFile(candidate, token);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await tryLink(candidate, path)) return () => release(path, token);
      const found = await read(path);
      const holder = Number.parseInt(found, 10);
      if (isAlive(holder)) return holder;
      await removeDead(path, found);
    }
    return null;
  } finally {
    await rm(candidate, { force: true });
  }
}

/**
 * Removes a lock that was found dead, and never the one that somebody else has put in its place since: who removes it holds a
 * lock on just that dead one, and looks again.
 */
async function removeDead(path: string, found: string): Promise<void> {
  if (found === '') return;
  const unlock = await tryLock(`${path}.${createHash('sha256').update(found).digest('hex').slice(0, 16)}`);
  if (typeof unlock !== 'function') return;
  if ((await read(path)) === found) await rm(path, { force: true });
  await unlock();
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
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
  if ((await read(path)) === token) await rm(path, { force: true });
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
