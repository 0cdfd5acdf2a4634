import { describe, expect, test } from 'vitest';

import { loadConfig } from './config.js';

const providersOf = (env: Readonly<Record<string, string>>) => loadConfig(env).providers;

test('without VPA_PROVIDERS there are none, whatever other variables say', () => {
  expect(providersOf({ VPA_SSI_PRICE_UNIT: 'pounds' })).toEqual({ providers: [], orderBySymbol: new Map() });
});

test('providers come in the order of VPA_PROVIDERS, with their own addresses, units and rates', () => {
  const { providers, orderBySymbol } = providersOf({
    VPA_PROVIDERS: 'ssi, vndirect,yahoo',
    VPA_PROVIDERS_BY_SYMBOL: 'FPT=yahoo+ssi,VNINDEX=vndirect',
    VPA_SSI_API_KEY: 'key',
    VPA_SSI_API_SECRET: 's3cret',
    VPA_SSI_PRICE_UNIT: 'vnd',
    VPA_SSI_PER_SECOND: '10',
    VPA_VNDIRECT_URL: 'http://127.0.0.1:9000/vndirect/history',
  });
  expect(providers).toEqual([
    {
      kind: 'ssi',
      url: 'https://api.ssi.com.vn',
      streamUrl: 'wss://stream.ssi.com.vn',
      apiKey: 'key',
      apiSecret: 's3cret',
      priceUnit: 'vnd',
      perSecond: 10,
    },
    { kind: 'udf', name: 'vndirect', url: 'http://127.0.0.1:9000/vndirect/history', priceUnit: 'kvnd', perSecond: 5 },
    { kind: 'yahoo', url: 'https://query1.finance.yahoo.com', perSecond: 5 },
  ]);
  expect([...orderBySymbol]).toEqual([
    ['FPT', ['yahoo', 'ssi']],
    ['VNINDEX', ['vndirect']],
  ]);
});

test('keys and secrets of providers must not stand in a log', () => {
  const { secrets } = loadConfig({ VPA_PROVIDERS: 'dnse', VPA_DNSE_API_KEY: 'key', VPA_DNSE_API_SECRET: 's3cret' });
  expect(secrets).toEqual(['key', 's3cret']);
});

describe('a configuration that cannot work is refused with one message that names the variable', () => {
  const CASES: readonly (readonly [what: string, env: Readonly<Record<string, string>>, message: RegExp])[] = [
    ['an unknown provider', { VPA_PROVIDERS: 'tcbs' }, /: VPA_PROVIDERS names "tcbs", which is none of ssi, dnse, vndirect/],
    ['a provider twice', { VPA_PROVIDERS: 'vndirect,vndirect' }, /: VPA_PROVIDERS names a provider twice$/],
    ['made-up bars beside real ones', { VPA_PROVIDERS: 'simulated,vndirect' }, /: VPA_PROVIDERS must not mix simulated/],
    [
      'a missing key',
      { VPA_PROVIDERS: 'dnse', VPA_DNSE_API_SECRET: 's3cret' },
      /: VPA_DNSE_API_KEY is needed where VPA_PROVIDERS names dnse$/,
    ],
    [
      'a missing secret',
      { VPA_PROVIDERS: 'dnse', VPA_DNSE_API_KEY: 'k3y' },
      /: VPA_DNSE_API_SECRET is needed where VPA_PROVIDERS names dnse$/,
    ],
    ['a unit that nobody knows', { VPA_PROVIDERS: 'vps' }, /: VPA_VPS_PRICE_UNIT is needed where VPA_PROVIDERS names vps: kvnd or vnd$/],
    [
      'a unit that is none',
      { VPA_PROVIDERS: 'vndirect', VPA_VNDIRECT_PRICE_UNIT: 'usd' },
      /: VPA_VNDIRECT_PRICE_UNIT must be kvnd or vnd$/,
    ],
    ['a missing address', { VPA_PROVIDERS: 'udf', VPA_UDF_PRICE_UNIT: 'vnd' }, /: VPA_UDF_URL is needed where VPA_PROVIDERS names udf$/],
    [
      'an address of another kind',
      { VPA_PROVIDERS: 'yahoo', VPA_YAHOO_URL: 'ftp://x' },
      /: VPA_YAHOO_URL must be an address that begins with http/,
    ],
    [
      'a feed over HTTP',
      { VPA_PROVIDERS: 'feed', VPA_FEED_URL: 'http://x', VPA_FEED_PRICE_UNIT: 'vnd' },
      /: VPA_FEED_URL must be an address that/,
    ],
    ['a missing file', { VPA_PROVIDERS: 'csv', VPA_CSV_PRICE_UNIT: 'kvnd' }, /: VPA_CSV_PATH is needed where VPA_PROVIDERS names csv$/],
    [
      'a rate of none',
      { VPA_PROVIDERS: 'vndirect', VPA_VNDIRECT_PER_SECOND: '0' },
      /: VPA_VNDIRECT_PER_SECOND must be a whole number from 1 to/,
    ],
    ['an order without names', { VPA_PROVIDERS_BY_SYMBOL: 'FPT=' }, /: VPA_PROVIDERS_BY_SYMBOL must be a list such as/],
    [
      'an order of others',
      { VPA_PROVIDERS: 'vndirect', VPA_PROVIDERS_BY_SYMBOL: 'FPT=yahoo' },
      /: VPA_PROVIDERS_BY_SYMBOL names a provider for FPT/,
    ],
    ['symbols that are none', { VPA_INGEST_SYMBOLS: 'FPT,vn index' }, /: VPA_INGEST_SYMBOLS must be a list of symbols/],
    ['a date that is none', { VPA_INGEST_FROM: '2018-02-30' }, /: VPA_INGEST_FROM must be a date such as/],
  ];

  test.each(CASES)('%s', (_what, env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
    expect(() => loadConfig(env)).not.toThrow(/s3cret|k3y|; /);
  });
});
