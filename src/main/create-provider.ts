import { CALL_LIMITS } from '../adapters/providers/calls/provider-calls.js';
import { createCsvProvider } from '../adapters/providers/csv.provider.js';
import { createDnseProvider } from '../adapters/providers/dnse/dnse.provider.js';
import { createFallbackProvider } from '../adapters/providers/fallback.provider.js';
import { createFeedProvider } from '../adapters/providers/feed.provider.js';
import type { ProviderDeps } from '../adapters/providers/provider-deps.js';
import { createSimulatedProvider } from '../adapters/providers/simulated/simulated.provider.js';
import { createSsiProvider } from '../adapters/providers/ssi/ssi.provider.js';
import { createUdfProvider } from '../adapters/providers/udf/udf.provider.js';
import { UDF_PROFILES } from '../adapters/providers/udf/udf-profiles.js';
import { createYahooProvider } from '../adapters/providers/yahoo.provider.js';
import type { MarketDataProvider } from '../application/ports/market-data-provider.js';
import { DomainError } from '../domain/errors.js';
import type { ProviderConfig, ProvidersConfig } from './provider-config.js';

/**
 * The providers of the configuration as one, asked in their order.
 * @throws {DomainError} INVALID_INPUT where none is configured
 */
export function createProvider({ providers, orderBySymbol }: ProvidersConfig, deps: ProviderDeps): MarketDataProvider {
  if (providers.length === 0) throw new DomainError('INVALID_INPUT', 'configuration: VPA_PROVIDERS is needed to fetch bars');
  return createFallbackProvider({ providers: providers.map((provider) => createOne(provider, deps)), orderBySymbol }, deps);
}

function createOne(provider: ProviderConfig, deps: ProviderDeps): MarketDataProvider {
  const limits = { ...CALL_LIMITS, perSecond: provider.perSecond };
  switch (provider.kind) {
    case 'udf':
      return createUdfProvider({ ...provider, profile: UDF_PROFILES[provider.name], limits }, deps);
    case 'ssi':
      return createSsiProvider({ ...provider, limits }, deps);
    case 'dnse':
      return createDnseProvider({ ...provider, limits }, deps);
    case 'feed':
      return createFeedProvider({ url: provider.url, priceUnit: provider.priceUnit }, deps);
    case 'yahoo':
      return createYahooProvider({ url: provider.url, limits }, deps);
    case 'csv':
      return createCsvProvider(provider, deps);
    case 'simulated':
      return createSimulatedProvider(deps);
  }
}
