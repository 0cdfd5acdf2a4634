import type { Database } from '../adapters/persistence/database.js';
import type { ArchiveManifest } from '../application/ports/bar-archive.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { requireMigrated } from './require-migrated.js';

/** Archives every year before one, the oldest first; tells each as it is done. */
export function runArchive(
  { before, directory, isRemoved }: { readonly before: number; readonly directory: string; readonly isRemoved: boolean },
  told: (manifest: ArchiveManifest) => void,
): Promise<void> {
  return withDatabase(async ({ barArchive }) => {
    for (const year of await barArchive.years()) if (year < before) told(await barArchive.write(year, directory, { isRemoved }));
  });
}

/** Puts archived bars back; how many were missing. */
export function runUnarchive(manifestPath: string): Promise<number> {
  return withDatabase(({ barArchive }) => barArchive.restore(manifestPath));
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const core = await openCore({ ...loadConfig(), bus: { kind: 'in-process' } });
  try {
    await requireMigrated(core.database);
    return await work(core.database);
  } finally {
    await core.close();
  }
}
