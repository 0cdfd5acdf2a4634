import { FAKE_KEY, FAKE_SECRET } from '../../src/adapters/fake-market/tokens.js';
import { createDnseProvider } from '../../src/adapters/providers/dnse/dnse.provider.js';
import { createFeedProvider } from '../../src/adapters/providers/feed.provider.js';
import { createSsiProvider } from '../../src/adapters/providers/ssi/ssi.provider.js';
import { QUICK_CALLS } from '../support/fake-market.js';
import { testTickStreamContract } from './tick-stream.contract.js';

const keys = { apiKey: FAKE_KEY, apiSecret: FAKE_SECRET, limits: QUICK_CALLS };
const live = (url: string) => url.replace('http', 'ws');

testTickStreamContract('feed', ({ url }, deps, limits) => createFeedProvider({ url: `${live(url)}/feed`, priceUnit: 'vnd', limits }, deps));

testTickStreamContract('ssi', ({ url }, deps, streamLimits) =>
  createSsiProvider({ url: `${url}/ssi`, streamUrl: `${live(url)}/ssi`, priceUnit: 'vnd', ...keys, streamLimits }, deps),
);

testTickStreamContract('dnse', ({ url }, deps, streamLimits) =>
  createDnseProvider({ url: `${url}/dnse`, streamUrl: `${live(url)}/dnse`, ...keys, streamLimits }, deps),
);
