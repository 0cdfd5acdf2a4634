import { chownSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const OTHERS_MAY_ENTER = 0o001;

/**
 * A new temporary directory that belongs to the user. The temporary folder of the run may be closed to other
 * users (mode 700); then one that everybody can enter is taken.
 */
export function makeServerDirectory(prefix: string, user: { readonly uid: number; readonly gid: number } | null): string {
  const parent = user === null ? tmpdir() : ([tmpdir(), '/tmp', '/var/tmp'].find(everybodyMayEnter) ?? tmpdir());
  const directory = mkdtempSync(join(parent, prefix));
  if (user !== null) chownSync(directory, user.uid, user.gid);
  return directory;
}

function everybodyMayEnter(folder: string): boolean {
  const mayEnter = (statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS_MAY_ENTER;
  if (mayEnter === 0) return false;
  return dirname(folder) === folder || everybodyMayEnter(dirname(folder));
}
