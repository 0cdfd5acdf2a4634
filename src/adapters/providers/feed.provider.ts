import type { MarketDataProvider } from '../../application/ports/market-data-provider.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { isObject, readDecimal, readWhole } from './calls/read-json.js';
import type { PriceUnit } from './csv-scan.js';
import type { Heard, LiveProtocol } from './live/live-protocol.js';
import { field, readInstant } from './live/read-message.js';
import { STREAM_LIMITS, streamTicks } from './live/stream-ticks.js';
import type { StreamLimits } from './live/stream-ticks.js';
import type { ProviderDeps } from './provider-deps.js';

export interface FeedSettings {
  /** `ws://` or `wss://`. */
  readonly url: string;
  readonly priceUnit: PriceUnit;
  readonly limits?: StreamLimits;
}

const NAME = 'feed';

/** Any websocket that takes `{"action":"subscribe","symbols":[…]}` and sends `{symbol, price, volume, timestamp}`. It has no history. */
export function createFeedProvider({ url, priceUnit, limits = STREAM_LIMITS }: FeedSettings, deps: ProviderDeps): MarketDataProvider {
  const protocol: LiveProtocol = {
    prepare: () => Promise.resolve({ url }),
    opened(send, symbols) {
      send({ action: 'subscribe', symbols });
      return true;
    },
    heard: (message) => readFeedMessage(message, priceUnit, deps.clock.now()),
  };
  return {
    name: NAME,
    intervals: [],
    fetchBars: () => Promise.reject(new DomainError('INVALID_INPUT', `${NAME} has ticks only, no bars`, { details: { provider: NAME } })),
    streamTicks: (symbols, abort) => streamTicks(NAME, protocol, symbols, limits, deps, abort),
  };
}

function readFeedMessage(message: unknown, priceUnit: PriceUnit, now: Date): Heard {
  const symbol = isObject(message) ? field(message, 'symbol') : undefined;
  if (!isObject(message) || typeof symbol !== 'string') return { kind: 'NONSENSE' };
  return {
    kind: 'TICK',
    tick: {
      symbol,
      price: readDecimal(field(message, 'price'), priceUnit === 'kvnd' && !isIndexSymbol(symbol) ? 3 : 0),
      volume: readWhole(field(message, 'volume')),
      sessionVolume: null,
      at: readInstant(field(message, 'timestamp'), now),
    },
  };
}
