import { loadConfig } from './config.js';
import { openCore } from './core.js';

/** Runs the missing migrations and makes the partitions of the years to come. Returns the names of what it ran. */
export async function runMigrate(): Promise<readonly string[]> {
  const core = await openCore({ ...loadConfig(), bus: { kind: 'in-process' } });
  try {
    const names = await core.database.migrate();
    await core.database.ensurePartitions();
    return names;
  } finally {
    await core.close();
  }
}
