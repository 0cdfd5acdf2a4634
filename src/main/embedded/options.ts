import { resolve } from 'node:path';

import { Command, InvalidArgumentError, Option } from 'commander';

import type { PriceUnit } from '../../adapters/providers/csv-scan.js';
import { DomainError } from '../../domain/errors.js';
import { workingDirectory } from '../config.js';

/** What the words after `npm start --` ask for. */
export interface EmbeddedOptions {
  /** Real bars to replay; null: the simulated market. */
  readonly file: { readonly path: string; readonly priceUnit: PriceUnit } | null;
  /** Time between two sessions of the accelerated clock. */
  readonly sessionMs: number;
}

interface RawOptions {
  readonly data?: string;
  readonly priceUnit?: PriceUnit;
  readonly sessionSeconds: number;
}

/**
 * Reads the words of the command line. `--help` and wrong words end in commander's own error after it has printed.
 * @throws {CommanderError}
 * @throws {DomainError} INVALID_INPUT where the words do not go together.
 */
export function parseOptions(argv: readonly string[]): EmbeddedOptions {
  const program = new Command('npm start --')
    .description('Serves the API with everything built in: a database in a local directory and a simulated market, or real bars of a file.')
    .option(
      '--data <file>',
      'replay real daily bars (CSV or CSV.gz): all but the last 60 trading dates are imported, the rest released one by one',
    )
    .addOption(new Option('--price-unit <unit>', 'unit of the prices in the file; indices are always in points').choices(['vnd', 'kvnd']))
    .option('--session-seconds <seconds>', 'time between two sessions of the accelerated clock', seconds, 10)
    .addHelpText('after', '\nPORT (8000), METRICS_PORT (8001) and VPA_DATA_DIR (.vpa) move what they name.')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse([...argv], { from: 'user' });
  const { data, priceUnit, sessionSeconds } = program.opts<RawOptions>();
  if (data === undefined && priceUnit !== undefined) throw usage('--price-unit belongs to --data FILE');
  if (data !== undefined && priceUnit === undefined)
    throw usage('--data needs --price-unit vnd or --price-unit kvnd: a unit is declared, never guessed');
  return {
    file: data === undefined || priceUnit === undefined ? null : { path: resolve(workingDirectory(), data), priceUnit },
    sessionMs: sessionSeconds * 1000,
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value < 0.05 || value > 86_400)
    throw new InvalidArgumentError('a number of seconds from 0.05 to 86400');
  return value;
}

function usage(message: string): DomainError {
  return new DomainError('INVALID_INPUT', message, { details: { usage: true } });
}
