import { existsSync } from 'node:fs';

import { DomainError } from '../../domain/errors.js';
import { stateFile } from './directory-state.js';

/**
 * Bars of a file never go into the market that `npm start` plays in a directory: a made-up one, or one file replayed.
 * @throws {DomainError} CONFLICT
 */
export function requireOwnMarket(dataDir: string): void {
  if (!existsSync(stateFile(dataDir))) return;
  throw new DomainError(
    'CONFLICT',
    `${dataDir} holds the market of npm start: set VPA_DATA_DIR to another directory, or DATABASE_URL to a server`,
  );
}
