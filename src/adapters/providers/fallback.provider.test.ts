import { expect, test } from 'vitest';

import { SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import type { BarsRequest, FetchedBars, MarketDataProvider } from '../../application/ports/market-data-provider.js';
import { DomainError } from '../../domain/errors.js';
import type { MarketBar, RefusedMarketBar } from '../../domain/market/market-bar.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { createFallbackProvider } from './fallback.provider.js';

const REQUEST: BarsRequest = {
  symbol: 'AAA',
  interval: 'D1',
  from: parseTradingDate('2024-01-02'),
  to: parseTradingDate('2024-01-31'),
  exchangeOn: () => null,
};
const NEVER = new AbortController().signal;
const BAR = { symbol: 'AAA' } as MarketBar;
const REFUSED = { reason: 'BAD_FORM' } as unknown as RefusedMarketBar;

function provider(name: string, answer: Partial<FetchedBars> | DomainError): MarketDataProvider {
  return {
    name,
    intervals: ['D1'],
    fetchBars: async () => {
      if (answer instanceof DomainError) throw answer;
      return { bars: [], refused: [], unexplained: [], provider: name, ...answer };
    },
  };
}
const away = (name: string) =>
  new DomainError('PROVIDER_UNAVAILABLE', `${name} is away`, { details: { provider: name, fault: 'TIMEOUT' }, retryable: true });
const chain = (...providers: readonly MarketDataProvider[]) =>
  createFallbackProvider({ providers, orderBySymbol: new Map([['BBB', ['second', 'first']]]) }, { logger: SILENT_LOGGER });

test('the next provider is asked where one fails, and what an earlier one refused is handed on', async () => {
  const fetched = await chain(provider('a', away('a')), provider('b', { refused: [REFUSED] }), provider('c', { bars: [BAR] })).fetchBars(
    REQUEST,
    NEVER,
  );

  expect(fetched).toMatchObject({ provider: 'c', bars: [BAR], refused: [REFUSED] });
});

test('a symbol can have an order of its own', async () => {
  const both = chain(provider('first', { bars: [BAR] }), provider('second', { bars: [BAR] }));

  expect((await both.fetchBars(REQUEST, NEVER)).provider).toBe('first');
  expect((await both.fetchBars({ ...REQUEST, symbol: 'BBB' }, NEVER)).provider).toBe('second');
});

test('where all fail the error names each of them, and is no empty answer', async () => {
  await expect(chain(provider('a', away('a')), provider('b', away('b'))).fetchBars(REQUEST, NEVER)).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
    retryable: true,
    details: {
      faults: [
        { provider: 'a', fault: 'TIMEOUT' },
        { provider: 'b', fault: 'TIMEOUT' },
      ],
    },
  });
});

test('nothing is nothing only where a provider says so', async () => {
  expect(await chain(provider('a', away('a')), provider('b', {})).fetchBars(REQUEST, NEVER)).toMatchObject({
    bars: [],
    refused: [],
    provider: 'b',
  });
});
