import { DomainError } from '../../domain/errors.js';
import { isSymbol } from '../../domain/market/stock.js';
import { splitCsvLine } from './csv-header.js';
import { readBytes } from './csv-source.js';

/** No list of sectors is larger. */
const MAX_BYTES = 4 << 20;
const SYMBOL_NAMES: readonly string[] = ['symbol', 'ticker'];
const SECTOR = /^[^\p{C},"]{1,64}$/u;

/**
 * Reads which sector each symbol is in: a CSV or CSV.gz file with the columns `symbol` (or `ticker`) and `sector`; others are
 * ignored. An empty sector is one that is not known.
 * @throws {DomainError} NOT_FOUND, or INVALID_INPUT with the line of the first fault: the file is refused whole.
 */
export async function readSectors(path: string): Promise<ReadonlyMap<string, string>> {
  const [header = '', ...lines] = (await readText(path)).replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = splitCsvLine(header)?.map((name) => name.trim().toLowerCase()) ?? [];
  const symbolAt = names.findIndex((name) => SYMBOL_NAMES.includes(name));
  const sectorAt = names.indexOf('sector');
  if (symbolAt < 0 || sectorAt < 0) throw fault(path, 1, 'its first line has no columns symbol and sector');
  const sectors = new Map<string, string>();
  const seen = new Set<string>();
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const cells = splitCsvLine(line);
    if (cells?.length !== names.length) throw fault(path, i + 2, `${names.length} columns were expected`);
    const symbol = cells[symbolAt] ?? '';
    const sector = (cells[sectorAt] ?? '').trim();
    if (!isSymbol(symbol)) throw fault(path, i + 2, 'not a symbol');
    if (sector !== '' && !SECTOR.test(sector)) throw fault(path, i + 2, 'not the name of a sector');
    if (seen.has(symbol)) throw fault(path, i + 2, `${symbol} has a sector further up`);
    seen.add(symbol);
    if (sector !== '') sectors.set(symbol, sector);
  }
  return sectors;
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readBytes(path)) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new DomainError('INVALID_INPUT', `${path} is larger than ${MAX_BYTES} bytes`, { details: { path } });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new DomainError('INVALID_INPUT', `${path} is not text in UTF-8`, { details: { path }, cause });
  }
}

function fault(path: string, line: number, reason: string): DomainError {
  return new DomainError('INVALID_INPUT', `${path}, line ${line}: ${reason}`, { details: { path, line } });
}
