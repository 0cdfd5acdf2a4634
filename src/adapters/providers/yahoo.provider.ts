import type { MarketDataProvider } from '../../application/ports/market-data-provider.js';
import { DomainError } from '../../domain/errors.js';
import { BAR_INTERVALS } from '../../domain/market/interval.js';
import type { BarInterval } from '../../domain/market/interval.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { fromEpochDay, instantAt, toEpochDay } from '../../domain/market/trading-date.js';
import { collectBars, splitRange } from './bar-collector.js';
import type { AnswerRows } from './bar-collector.js';
import { CALL_LIMITS, ProviderCalls } from './calls/provider-calls.js';
import type { CallLimits } from './calls/provider-calls.js';
import { providerError } from './calls/provider-error.js';
import { isObject, parseJson } from './calls/read-json.js';
import type { ProviderDeps } from './provider-deps.js';
import { requireInterval } from './require-interval.js';
import { readColumns } from './udf/udf-columns.js';

export interface YahooSettings {
  /** `https://query1.finance.yahoo.com`. */
  readonly url: string;
  readonly limits?: CallLimits;
}

const NAME = 'yahoo';
const WORDS: Partial<Readonly<Record<BarInterval, string>>> = { M1: '1m', M5: '5m', M15: '15m', H1: '60m', D1: '1d' };
const DAYS = { daily: 3_000, intraday: 7 };
const HEADERS = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' };

/** Charts of Yahoo, the last resort: `.VN` covers HOSE, other boards uncertainly, indices not at all. Split-adjusted, VND. */
export function createYahooProvider({ url, limits = CALL_LIMITS }: YahooSettings, deps: ProviderDeps): MarketDataProvider {
  const calls = new ProviderCalls(NAME, limits, deps);
  return {
    name: NAME,
    intervals: BAR_INTERVALS,
    async fetchBars(request, abort) {
      const { symbol, interval } = request;
      const word = requireInterval(NAME, interval, WORDS);
      if (isIndexSymbol(symbol))
        throw new DomainError('INVALID_INPUT', `${NAME} has no indices of Vietnam`, { details: { provider: NAME, symbol } });
      return collectBars(
        { name: NAME, isAdjusted: true },
        request,
        splitRange(request, interval === 'D1' ? DAYS.daily : DAYS.intraday),
        ({ from, to }) => {
          const address = new URL(`${url}/v8/finance/chart/${symbol}.VN`);
          address.searchParams.set('period1', String(instantAt(from, 0).getTime() / 1000));
          address.searchParams.set('period2', String(instantAt(fromEpochDay(toEpochDay(to) + 1), 0).getTime() / 1000));
          address.searchParams.set('interval', word);
          return calls.ask(
            () => ({ url: address, headers: HEADERS }),
            ({ text }) => readChart(text),
            abort,
          );
        },
        deps,
      );
    },
  };
}

function readChart(text: string): AnswerRows {
  const answer = parseJson(NAME, text);
  const chart = isObject(answer) && isObject(answer['chart']) ? answer['chart'] : {};
  const result: unknown = Array.isArray(chart['result']) ? chart['result'][0] : undefined;
  if (isObject(chart['error'])) throw providerError(NAME, 'REQUEST_REFUSED', 'says that it has no such chart');
  const indicators = isObject(result) && isObject(result['indicators']) ? result['indicators'] : {};
  const quote: unknown = Array.isArray(indicators['quote']) ? indicators['quote'][0] : undefined;
  if (!isObject(result) || !isObject(quote)) throw providerError(NAME, 'UNKNOWN_FORM', 'the answer has no chart');
  if (result['timestamp'] === undefined) return [];
  const { open: o, high: h, low: l, close: c, volume: v } = quote;
  return readColumns(NAME, { t: result['timestamp'], o, h, l, c, v }, 0);
}
