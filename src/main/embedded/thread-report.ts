import { CommanderError } from 'commander';

import { DomainError } from '../../domain/errors.js';
import { EXIT_FAILURE, EXIT_USAGE } from '../exit-codes.js';

/** What the thread that does the work tells the one that talks to the user. */
export type ThreadReport =
  | { readonly type: 'NEWS'; readonly text: string }
  /** Nothing follows; `text` is one line where it failed. */
  | { readonly type: 'END'; readonly code: number; readonly text: string };

/** One line and an exit code for a failure. Commander has said its own already. */
export function fail(error: unknown): ThreadReport & { readonly type: 'END' } {
  if (error instanceof CommanderError) return { type: 'END', code: error.exitCode === 0 ? 0 : EXIT_USAGE, text: '' };
  if (error instanceof DomainError) {
    return { type: 'END', code: error.details['usage'] === true ? EXIT_USAGE : EXIT_FAILURE, text: `vpa: ${error.message}\n` };
  }
  const [what = 'unknown', where = ''] = error instanceof Error ? (error.stack ?? error.message).split('\n') : [String(error)];
  return { type: 'END', code: EXIT_FAILURE, text: `vpa: unexpected ${what} ${where.trim()}\n` };
}
