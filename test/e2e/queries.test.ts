import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

describe('queries over HTTP', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(5))));
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  it('answers a stock with its bars, latest bar and signals', async () => {
    const { status, body } = await rig.query(
      '{ stock(symbol: "s001") { symbol exchange isSimulated bars(first: 2, order: ASC) { edges { node { tradingDate close volume source } } pageInfo { hasNextPage hasPreviousPage } } latestBar { tradingDate } signals(first: 1, filter: { direction: BULLISH }) { edges { node { kind direction background stock { symbol } } } } } }',
    );
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: {
          stock: {
            symbol: 'S001',
            exchange: 'HOSE',
            isSimulated: true,
            bars: {
              edges: [
                { node: { tradingDate: '2025-01-02', close: '20350', volume: 3_000_000_000, source: 'SIMULATED' } },
                { node: { tradingDate: '2025-01-03', close: '20400', volume: 3_000_000_001, source: 'SIMULATED' } },
              ],
              pageInfo: { hasNextPage: true, hasPreviousPage: false },
            },
            latestBar: { tradingDate: '2025-03-31' },
            signals: {
              edges: [{ node: { kind: expect.any(String), direction: 'BULLISH', background: 'STRENGTH', stock: { symbol: 'S001' } } }],
            },
          },
        },
        extensions: { cost: 7 },
      },
    });
  });

  it('tells what the exchanges do now and how far the bars of a stock reach', async () => {
    const { body } = await rig.query(
      '{ marketStatus { exchange phase closedReason nextPhase nextChangeAt date isCalendarCertain } hnx: marketStatus(exchange: HNX) { exchange } stock(symbol: "S001") { dataFreshness { latestTradingDate newestClosedSession sessionsBehind } } }',
    );
    const lunch = {
      phase: 'CLOSED',
      closedReason: 'LUNCH_BREAK',
      nextPhase: 'CONTINUOUS',
      nextChangeAt: '2025-04-03T06:00:00.000Z',
      date: '2025-04-03',
      isCalendarCertain: true,
    };
    expect(body.data).toEqual({
      marketStatus: ['HOSE', 'HNX', 'UPCOM'].map((exchange) => ({ exchange, ...lunch })),
      hnx: [{ exchange: 'HNX' }],
      stock: { dataFreshness: { latestTradingDate: '2025-03-31', newestClosedSession: '2025-04-02', sessionsBehind: 2 } },
    });
  });

  it('joins bars to weeks and months that begin where they do in the calendar, whole ones where there is more history', async () => {
    const ask = async (args: string) => {
      const { body } = await rig.query(`{ stock(symbol: "S001") { periodBars(${args}) { periodStart from to sessions } } }`);
      return (body.data as { stock: { periodBars: unknown } }).stock.periodBars;
    };
    const march = { periodStart: '2025-03-01', from: '2025-03-03', to: '2025-03-31', sessions: 21 };
    const february = { periodStart: '2025-02-01', from: '2025-02-03', to: '2025-02-28', sessions: 20 };
    expect(await ask('period: MONTH, first: 2')).toEqual([march, february]);
    expect(await ask('period: MONTH, first: 1, before: "2025-03-15"')).toEqual([february]);
    expect(await ask('period: WEEK, first: 2')).toEqual([
      { periodStart: '2025-03-31', from: '2025-03-31', to: '2025-03-31', sessions: 1 },
      { periodStart: '2025-03-24', from: '2025-03-24', to: '2025-03-28', sessions: 5 },
    ]);
  });
});
