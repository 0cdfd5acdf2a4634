import { expect, test } from 'vitest';

import { providerDeps } from '../../../../test/support/fake-market.js';
import { parseTradingDate } from '../../../domain/market/trading-date.js';
import { createSimulatedProvider } from './simulated.provider.js';

const provider = createSimulatedProvider(providerDeps());
const ask = (symbol: string, from: string, to: string) =>
  provider.fetchBars(
    { symbol, interval: 'D1', from: parseTradingDate(from), to: parseTradingDate(to), exchangeOn: () => 'HOSE' },
    new AbortController().signal,
  );

test('the simulated market has a bar of every session, always the same', async () => {
  const { bars, refused } = await ask('SIMBK1', '2025-04-28', '2025-05-06');
  expect(refused).toEqual([]);
  expect(bars.map(({ tradingDate }) => tradingDate)).toEqual(['2025-04-28', '2025-04-29', '2025-05-05', '2025-05-06']);
  expect((await ask('SIMBK1', '2025-05-05', '2025-05-06')).bars.map(({ close }) => close)).toEqual(bars.slice(2).map(({ close }) => close));
});

test('it has none of a holiday and says so, and does not know real companies', async () => {
  expect((await ask('VNINDEX', '2025-05-01', '2025-05-02')).bars).toEqual([]);
  await expect(ask('FPT', '2025-04-28', '2025-05-06')).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
    details: { fault: 'REQUEST_REFUSED' },
  });
});
