import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Makes the directory of an empty PGlite database where there is none. It takes seconds of pure computing, so a thread of its
 * own does it: this one still answers Ctrl-C. The directory gets its name when it is whole, so an interrupted start leaves no
 * half-made database.
 * @returns whether it made one.
 * @throws the signal's reason where it aborts.
 */
export async function createDatabase(directory: string, signal: AbortSignal): Promise<boolean> {
  if (existsSync(directory)) return false;
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  await removeUnfinished(parent, basename(directory));
  const unfinished = join(parent, `${basename(directory)}${UNFINISHED}${process.pid}`);
  await inThread(unfinished, signal);
  await rename(unfinished, directory);
  return true;
}

const UNFINISHED = '.unfinished-';

/** What an earlier, interrupted start left; never that of a process which still runs. */
async function removeUnfinished(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const pid = entry.startsWith(name + UNFINISHED) ? Number(entry.slice(name.length + UNFINISHED.length)) : Number.NaN;
    if (!Number.isNaN(pid) && (pid === process.pid || !isRunning(pid))) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function inThread(directory: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const thread = new Worker(new URL('./create-database-thread.js', import.meta.url), { workerData: directory });
  const onAbort = () => void thread.terminate();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.once('error', reject);
      thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the database could not be created'))));
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
