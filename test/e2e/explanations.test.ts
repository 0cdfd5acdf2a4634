import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readCsvBars } from '../../src/adapters/providers/csv-bars.js';
import type { Bar } from '../../src/domain/market/bar.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { aMarket } from '../support/a-market.js';
import { aSignal } from '../support/a-signal.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

const FILE = fileURLToPath(new URL('../fixtures/worked-examples.csv', import.meta.url));
const SYMBOLS = ['TCB', 'HPG', 'ACB', 'FPT'];
const EXPLAIN = `query ($symbol: String!, $date: TradingDate!, $kind: SignalKind!) {
  explainSignal(symbol: $symbol, tradingDate: $date, kind: $kind) {
    hasFired direction ruleVersion tradingDate text vi: text(language: VI)
    evidence { type depth holds column comparison measured threshold difference text }
  }
}`;

/** Four stocks with real bars. */
async function facts() {
  const stocks = aMarket(4).stocks.map((stock, i) => ({ ...stock, symbol: SYMBOLS[i] ?? '' }));
  const bars: Bar[] = [];
  for await (const { batch } of readCsvBars(FILE, { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') })) {
    for (let i = 0; i < batch.length; i++) {
      bars.push({
        stockId: stocks[SYMBOLS.indexOf(batch.symbol[i]!)]!.id,
        tradingDate: parseTradingDate(batch.tradingDate[i]!),
        open: batch.open[i]!,
        high: batch.high[i]!,
        low: batch.low[i]!,
        close: batch.close[i]!,
        volume: batch.volume[i]!,
        turnover: null,
        source: 'CSV',
        receivedAt: new Date('2025-12-31T00:00:00Z'),
      } as Bar);
    }
  }
  const tradingDate = parseTradingDate('2025-05-30');
  const signal = aSignal({ stockId: stocks[1]!.id, symbol: 'HPG', tradingDate, kind: 'HIGH_VOLUME_NO_PROGRESS', direction: 'BEARISH' });
  return { stocks, bars, signals: [signal], quarantined: [] };
}

describe('explanations', () => {
  let rig: ApiRig;
  let reads = 0;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(await facts(), () => (reads += 1))));
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  const explain = (symbol: string, date: string, kind: string) => rig.query(EXPLAIN, { symbol, date, kind });

  it('tell of a signal that fired what was measured, with parts behind what they are parts of', async () => {
    const { body } = await explain('hpg', '2025-05-30', 'HIGH_VOLUME_NO_PROGRESS');

    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({
      explainSignal: { hasFired: true, direction: 'BEARISH', ruleVersion: 'textbook-1', tradingDate: '2025-05-30' },
    });
    const { evidence, text, vi } = (body.data as { explainSignal: { evidence: unknown[]; text: string; vi: string } }).explainSignal;
    expect(evidence[0]).toEqual({
      type: 'COMPARED',
      depth: 0,
      holds: true,
      column: 'volumeRatio',
      comparison: 'AT_LEAST',
      measured: expect.closeTo(3.068858, 5),
      threshold: 2,
      difference: expect.closeTo(1.068858, 5),
      text: 'volume against its mean 3.069 ≥ 2 [+1.069]',
    });
    expect(evidence.slice(-3)).toMatchObject([
      { type: 'ANY', depth: 0, holds: true },
      { type: 'STATE', depth: 1, holds: false, column: 'isUptrend' },
      { type: 'STATE', depth: 1, holds: true, column: 'isNearResistance', text: 'near resistance' },
    ]);
    expect(text).toContain('All conditions hold');
    expect(vi).toContain('Đủ điều kiện');
  });

  it('tell of a signal that did not fire what was missing', async () => {
    const { body } = await explain('HPG', '2025-05-30', 'STOPPING_VOLUME');

    expect(body.data).toMatchObject({
      explainSignal: { hasFired: false, text: expect.stringContaining('Missing: close within the spread') },
    });
  });

  it('tell what another rule set makes of the bar', async () => {
    const ask = async (ruleVersion: string, kind: string) => {
      const query = `{ explainSignal(symbol: "HPG", tradingDate: "2025-05-30", kind: ${kind}, ruleVersion: "${ruleVersion}") { ruleVersion text } }`;
      return (await rig.query(query)).body;
    };
    expect(await ask('series-1', 'BUYING_CLIMAX')).toMatchObject({
      data: { explainSignal: { ruleVersion: 'series-1', text: expect.stringContaining('Missing: change (%) 0.7985 > 1') } },
    });
    expect(await ask('series-1', 'HIDDEN_DEMAND')).toMatchObject({ data: { explainSignal: null } });
    const { errors } = await ask('quick-1', 'EFFORT_NO_RESULT');
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('no rule set quick-1'), extensions: { code: 'INVALID_INPUT' } });
  });

  it.each([
    ['an unknown stock', 'NOBODY', '2025-05-30'],
    ['a day without a bar', 'HPG', '2025-06-01'],
  ])('are null for %s', async (_case, symbol, date) => {
    expect((await explain(symbol, date, 'NO_SUPPLY')).body).toMatchObject({ data: { explainSignal: null } });
  });

  it('stand on each signal, read in two statements for all of them', async () => {
    reads = 0;
    const { body } = await rig.query('{ signals(first: 10) { edges { node { kind explanation { hasFired kind } } } } }');

    expect(body.data).toEqual({
      signals: { edges: [{ node: { kind: 'HIGH_VOLUME_NO_PROGRESS', explanation: { hasFired: true, kind: 'HIGH_VOLUME_NO_PROGRESS' } } }] },
    });
    expect(reads).toBe(3);
  });

  it('cost what they read', async () => {
    const { body } = await rig.query('{ signals(first: 100) { edges { node { explanation { hasFired } } } } }');

    expect(body.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
