import { createHash } from 'node:crypto';

import type { StockSeries } from '../../domain/vpa/scoring/score-market.js';

/** SHA-256 of bars, hexadecimal: of each symbol in order, its name, its days and its columns. Little-endian, as on every machine that Node runs on. */
export function hashSeries(series: readonly StockSeries[]): string {
  const hash = createHash('sha256');
  for (const { symbol, bars } of series) {
    hash.update(`${symbol}:${bars.length}\n`);
    for (const column of [bars.epochDay, bars.open, bars.high, bars.low, bars.close, bars.volume])
      hash.update(new Uint8Array(column.buffer, column.byteOffset, bars.length * column.BYTES_PER_ELEMENT));
  }
  return hash.digest('hex');
}
