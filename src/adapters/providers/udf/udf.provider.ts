import type { BarsRequest, MarketDataProvider } from '../../../application/ports/market-data-provider.js';
import { BAR_INTERVALS } from '../../../domain/market/interval.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { fromEpochDay, instantAt, toEpochDay } from '../../../domain/market/trading-date.js';
import { collectBars, splitRange } from '../bar-collector.js';
import { CALL_LIMITS, ProviderCalls } from '../calls/provider-calls.js';
import type { CallLimits } from '../calls/provider-calls.js';
import type { PriceUnit } from '../csv-scan.js';
import type { ProviderDeps } from '../provider-deps.js';
import { requireInterval } from '../require-interval.js';
import { readUdfAnswer } from './udf-answer.js';
import type { UdfProfile } from './udf-profiles.js';

export interface UdfSettings {
  readonly name: string;
  readonly profile: UdfProfile;
  readonly url: string;
  readonly priceUnit: PriceUnit;
  readonly limits?: CallLimits;
}

/** Bars of a server that speaks TradingView's UDF, in the manner of its profile. */
export function createUdfProvider(settings: UdfSettings, deps: ProviderDeps): MarketDataProvider {
  const { name, profile, url, priceUnit, limits = CALL_LIMITS } = settings;
  const calls = new ProviderCalls(name, limits, deps);
  const { resolutions, isAdjusted, rangeDays, envelope, headers = {} } = profile;
  return {
    name,
    intervals: BAR_INTERVALS.filter((interval) => resolutions[interval] !== undefined),
    fetchBars(request: BarsRequest, abort) {
      const { symbol, interval } = request;
      const resolution = requireInterval(name, interval, resolutions);
      const isIndex = isIndexSymbol(symbol);
      const shift = priceUnit === 'kvnd' && !isIndex ? 3 : 0;
      const parts = splitRange(request, interval === 'D1' ? rangeDays.daily : rangeDays.intraday);
      return collectBars(
        { name, isAdjusted },
        request,
        parts,
        ({ from, to }) => {
          const address = new URL(url.replace('{kind}', isIndex ? 'index' : 'stock'));
          address.searchParams.set('symbol', symbol);
          address.searchParams.set('resolution', resolution);
          // Midnight to midnight in Asia/Ho_Chi_Minh; whether the end is included differs, and rows beyond it are left out.
          address.searchParams.set('from', String(instantAt(from, 0).getTime() / 1000));
          address.searchParams.set('to', String(instantAt(fromEpochDay(toEpochDay(to) + 1), 0).getTime() / 1000));
          return calls.ask(
            () => ({ url: address, headers }),
            ({ text }) => readUdfAnswer(name, text, envelope, symbol, shift),
            abort,
          );
        },
        deps,
      );
    },
  };
}
