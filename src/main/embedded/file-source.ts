import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import { readCsvBars } from '../../adapters/providers/csv-bars.js';
import { scanCsv } from '../../adapters/providers/csv-scan.js';
import type { PriceUnit } from '../../adapters/providers/csv-scan.js';
import type { BarBatch } from '../../application/ports/bar-store.js';
import { DomainError } from '../../domain/errors.js';
import { PRICE_PLACES } from '../../domain/market/check-bar.js';
import { fromEpochDay, tradingDateAt } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { MarketSource } from './market-source.js';
import { filterBatch, joinBatches } from './market-source.js';

/** Trading dates at the end of the file that the accelerated clock releases; half of a shorter file. */
const HELD_BACK = 60;

/**
 * Real bars of a file: all but the last 60 trading dates are history. The exchange of a share is not known, so no bands are
 * checked. The file is read once for its dates, once for the history and once for what is held back: it need not fit in memory.
 * @throws {DomainError} NOT_FOUND or INVALID_INPUT where the file is no CSV file of bars, or holds fewer than two dates.
 */
export async function openFileSource(path: string, priceUnit: PriceUnit, realNow: () => Date): Promise<MarketSource> {
  const options = { priceUnit, today: tradingDateAt(realNow()) };
  const days = new Set<number>();
  const sink = { accept: ({ epochDay }: { readonly epochDay: number }) => void days.add(epochDay), refuse: () => undefined };
  const scan = scanCsv(path, { ...options, pricePlaces: PRICE_PLACES }, sink);
  while ((await scan.next()).done !== true);
  const dates = [...days].sort((a, b) => a - b).map(fromEpochDay);
  const held = dates.slice(-Math.min(HELD_BACK, Math.floor(dates.length / 2)));
  const historyEnd = dates[dates.length - held.length - 1];
  const [first, firstHeld, last] = [dates[0], held[0], held.at(-1)];
  if (historyEnd === undefined || first === undefined || firstHeld === undefined || last === undefined) {
    throw new DomainError('INVALID_INPUT', `${path} holds ${dates.length} trading dates: too few to replay`);
  }
  let heldBars: Promise<ReadonlyMap<string, BarBatch>> | undefined;
  return {
    identity: { kind: 'file', sha256: await hashOf(path), priceUnit },
    barSource: 'CSV',
    sourceName: basename(path),
    stocks: [],
    historyEnd,
    description: [
      `Real daily bars of ${basename(path)}, replayed: history ${first} to ${historyEnd},`,
      `then the ${held.length} trading dates ${firstHeld} to ${last} one by one. This is the past, not today's market.`,
      'The exchange of a share is not known here, so price bands are not checked.',
    ],
    notice: `A replay of bars of the past, ${first} to ${last}: this is not today's market.`,
    async *history() {
      for await (const { batch, refused } of readCsvBars(path, options)) {
        yield { batch: filterBatch(batch, (date) => date <= historyEnd), refused };
      }
    },
    async sessionAfter(date) {
      const tradingDate = held.find((candidate) => candidate > date);
      if (tradingDate === undefined) return null;
      heldBars ??= readHeld(path, options, historyEnd);
      const batch = (await heldBars).get(tradingDate);
      if (batch === undefined) throw new DomainError('CONFLICT', `${path} has changed since it was opened`);
      return { tradingDate, batch };
    },
  };
}

/** Bars after the history, by date: at most 60 dates of them. */
async function readHeld(
  path: string,
  options: Parameters<typeof readCsvBars>[1],
  historyEnd: TradingDate,
): Promise<ReadonlyMap<string, BarBatch>> {
  const kept: BarBatch[] = [];
  for await (const { batch } of readCsvBars(path, options)) kept.push(filterBatch(batch, (date) => date > historyEnd));
  const all = joinBatches(kept);
  return new Map([...new Set(all.tradingDate)].map((date) => [date, filterBatch(all, (other) => other === date)]));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
