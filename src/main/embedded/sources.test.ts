import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { tradingDays } from '../../domain/market/calendar.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { openFileSource } from './file-source.js';
import type { MarketSource } from './market-source.js';
import { simulatedSource } from './simulated-source.js';

const on = parseTradingDate;

async function historyDates(source: MarketSource): Promise<string[]> {
  const dates = new Set<string>();
  for await (const { batch } of source.history()) for (const date of batch.tradingDate) dates.add(date);
  return [...dates].sort();
}

describe('simulated source', () => {
  it('has every session of 2022 to 2024 as history and goes on with 2025-01-02', async () => {
    const source = simulatedSource(() => new Date('2026-06-01T00:00:00Z'));
    expect(await historyDates(source)).toEqual(tradingDays(on('2022-01-04'), on('2024-12-31')));
    expect((await source.sessionAfter(source.historyEnd))?.tradingDate).toBe('2025-01-02');
    expect((await source.sessionAfter(on('2025-01-24')))?.tradingDate).toBe('2025-02-03');
  });

  it('never releases a session that is not closed in the real world', async () => {
    let now = new Date('2025-01-03T07:59:59Z');
    const source = simulatedSource(() => now);
    expect(await source.sessionAfter(on('2025-01-02'))).toBeNull();
    now = new Date('2025-01-03T08:00:00Z');
    expect((await source.sessionAfter(on('2025-01-02')))?.tradingDate).toBe('2025-01-03');
  });
});

describe('file source', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vpa-file-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const dates = tradingDays(on('2025-01-02'), on('2025-07-31'));
  const csv = (rows: readonly string[]) => `ticker,date,open,high,low,close,volume\n${rows.join('\n')}\n`;
  const write = async (rows: readonly string[]) => {
    const path = join(directory, 'bars.csv');
    await writeFile(path, csv(rows));
    return openFileSource(path, 'kvnd', () => new Date('2026-01-01T00:00:00Z'));
  };
  const bars = (days: readonly string[]) =>
    ['AAA', 'VNINDEX'].flatMap((symbol) => days.map((date) => `${symbol},${date},10.5,11,10,10.9,1000`));

  it('holds back the last 60 dates and releases them one by one, each whole', async () => {
    const source = await write(bars(dates));
    expect(await historyDates(source)).toEqual(dates.slice(0, -60));
    const released = [];
    for (
      let session = await source.sessionAfter(source.historyEnd);
      session !== null;
      session = await source.sessionAfter(session.tradingDate)
    ) {
      released.push(session.tradingDate);
      expect(session.batch.symbol).toEqual(['AAA', 'VNINDEX']);
      expect(session.batch.close).toEqual(['10900', '10.9']);
    }
    expect(released).toEqual(dates.slice(-60));
  });

  it('holds back half of a short file', async () => {
    const source = await write(bars(dates.slice(0, 5)));
    expect(await historyDates(source)).toEqual(dates.slice(0, 3));
  });

  it('hands on the rows that it refuses, once', async () => {
    const source = await write([...bars(dates), 'AAA,2025-08-01,0,11,10,10.9,1000']);
    const refused = [];
    for await (const part of source.history()) refused.push(...part.refused);
    expect(refused).toMatchObject([{ symbol: 'AAA', tradingDate: '2025-08-01' }]);
  });

  it('is another market where the bytes or the unit differ', async () => {
    const one = (await write(bars(dates))).identity;
    expect((await write(bars(dates))).identity).toEqual(one);
    expect((await write(bars(dates.slice(1)))).identity).not.toEqual(one);
  });

  it('refuses a file with fewer than two dates', async () => {
    await expect(write(bars(dates.slice(0, 1)))).rejects.toThrow('too few to replay');
  });
});
