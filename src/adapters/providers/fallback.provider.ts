import type { BarsRequest, FetchedBars, MarketDataProvider } from '../../application/ports/market-data-provider.js';
import type { Logger } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';
import { BAR_INTERVALS } from '../../domain/market/interval.js';
import type { RefusedMarketBar } from '../../domain/market/market-bar.js';

export interface FallbackSettings {
  /** In the order in which they are asked. */
  readonly providers: readonly MarketDataProvider[];
  /** Another order for some symbols: names of providers. */
  readonly orderBySymbol: ReadonlyMap<string, readonly string[]>;
}

const NAME = 'fallback';

/**
 * Several providers as one: where one fails, refuses everything or has nothing, the next is asked. Bars of two providers are
 * never mixed in one answer; what the earlier ones had refused is handed on. Ticks come from the first that has any.
 */
export function createFallbackProvider(
  { providers, orderBySymbol }: FallbackSettings,
  { logger }: { readonly logger: Logger },
): MarketDataProvider {
  const live = providers.find(({ streamTicks }) => streamTicks !== undefined)?.streamTicks;

  function orderOf({ symbol, interval }: BarsRequest): readonly MarketDataProvider[] {
    const names = orderBySymbol.get(symbol);
    const ordered = names === undefined ? providers : names.flatMap((name) => providers.find((provider) => provider.name === name) ?? []);
    return ordered.filter(({ intervals }) => intervals.includes(interval));
  }

  return {
    name: NAME,
    intervals: BAR_INTERVALS.filter((interval) => providers.some(({ intervals }) => intervals.includes(interval))),
    async fetchBars(request, abort) {
      const refused: RefusedMarketBar[] = [];
      const errors: DomainError[] = [];
      let none: FetchedBars | undefined;
      for (const provider of orderOf(request)) {
        try {
          const fetched = await provider.fetchBars(request, abort);
          if (fetched.bars.length > 0) return { ...fetched, refused: [...refused, ...fetched.refused] };
          refused.push(...fetched.refused);
          if (fetched.refused.length === 0) none ??= fetched;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          errors.push(error);
          logger.info(
            { provider: provider.name, symbol: request.symbol, code: error.code, ...error.details },
            'a provider gave nothing, the next one is asked',
          );
        }
      }
      if (none !== undefined || refused.length > 0) {
        return { bars: [], unexplained: [], provider: NAME, ...none, refused };
      }
      throw noneAnswered(request, errors);
    },
    ...(live === undefined ? {} : { streamTicks: live }),
  };
}

function noneAnswered({ symbol, interval }: BarsRequest, errors: readonly DomainError[]): DomainError {
  const [first] = errors;
  if (first !== undefined && errors.every(({ code }) => code === 'INVALID_INPUT')) return first;
  const faults = errors.map(({ code, details }) => ({ provider: details['provider'], fault: details['fault'] ?? code }));
  const message =
    errors.length === 0
      ? `no provider has ${interval} bars of ${symbol}`
      : `no provider gave bars of ${symbol}: ${errors.map((error) => error.message).join('; ')}`;
  return new DomainError('PROVIDER_UNAVAILABLE', message, {
    details: { provider: NAME, faults },
    retryable: errors.some(({ retryable }) => retryable),
  });
}
