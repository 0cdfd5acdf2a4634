import type { EventPosition } from '../domain/events.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { requireMigrated } from './require-migrated.js';

/** Begins a new epoch of the event numbers, as a restore must. */
export async function runNewEpoch(): Promise<EventPosition> {
  const core = await openCore({ ...loadConfig(), bus: { kind: 'in-process' } });
  try {
    await requireMigrated(core.database);
    return await core.database.eventEpoch.begin();
  } finally {
    await core.close();
  }
}
