import type { CsvSeries } from '../../adapters/providers/csv-columns.js';
import { EXIT_OK, EXIT_PARTIAL } from '../exit-codes.js';
import type { RefusedRows } from './refused-rows.js';

/** Says on stderr which symbols the file does not have and what was refused of it; the exit code that this makes. */
export function reportOnFile(series: readonly CsvSeries[], wanted: ReadonlySet<string> | undefined, refused: RefusedRows): number {
  const known = new Set(series.map(({ symbol }) => symbol));
  const absent = [...(wanted ?? [])].filter((symbol) => !known.has(symbol));
  if (absent.length > 0) process.stderr.write(`vpa: no bars of ${absent.join(', ')} in the file\n`);
  if (refused.count === 0) return EXIT_OK;
  process.stderr.write(`vpa: ${refused.summary()}\n`);
  return EXIT_PARTIAL;
}
