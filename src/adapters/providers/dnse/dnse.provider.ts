import { randomUUID } from 'node:crypto';

import type { MarketDataProvider } from '../../../application/ports/market-data-provider.js';
import { BAR_INTERVALS } from '../../../domain/market/interval.js';
import type { BarInterval } from '../../../domain/market/interval.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { fromEpochDay, instantAt, toEpochDay } from '../../../domain/market/trading-date.js';
import { collectBars, splitRange } from '../bar-collector.js';
import { CALL_LIMITS, ProviderCalls } from '../calls/provider-calls.js';
import type { CallLimits } from '../calls/provider-calls.js';
import { STREAM_LIMITS, streamTicks } from '../live/stream-ticks.js';
import type { StreamLimits } from '../live/stream-ticks.js';
import type { ProviderDeps } from '../provider-deps.js';
import { requireInterval } from '../require-interval.js';
import { readUdfAnswer } from '../udf/udf-answer.js';
import { signRequest } from './dnse-signature.js';
import type { DnseKeys } from './dnse-signature.js';
import { dnseProtocol } from './dnse-stream.js';

export interface DnseSettings extends DnseKeys {
  /** `https://openapi.dnse.com.vn`. */
  readonly url: string;
  /** `wss://ws-openapi.dnse.com.vn`. */
  readonly streamUrl: string;
  readonly limits?: CallLimits;
  readonly streamLimits?: StreamLimits;
}

const NAME = 'dnse';
const WORDS: Partial<Readonly<Record<BarInterval, string>>> = { M1: '1', M5: '5', M15: '15', H1: '1h', D1: '1D' };
const DAYS = { daily: 3_000, intraday: 28 };
/** Prices are in thousand dong, proven by the turnover in the broker's own samples. */
const SHIFT = 3;

/** DNSE's OpenAPI: bars over REST, ticks over a websocket. Needs a key of the broker. */
export function createDnseProvider(settings: DnseSettings, deps: ProviderDeps): MarketDataProvider {
  const { url, streamUrl, limits = CALL_LIMITS, streamLimits = STREAM_LIMITS } = settings;
  const calls = new ProviderCalls(NAME, limits, deps);
  const protocol = dnseProtocol(streamUrl, settings, deps.clock);
  return {
    name: NAME,
    intervals: BAR_INTERVALS,
    fetchBars(request, abort) {
      const { symbol, interval } = request;
      const resolution = requireInterval(NAME, interval, WORDS);
      const isIndex = isIndexSymbol(symbol);
      const parts = splitRange(request, interval === 'D1' ? DAYS.daily : DAYS.intraday);
      return collectBars(
        { name: NAME, isAdjusted: true },
        request,
        parts,
        ({ from, to }) => {
          const address = new URL(`${url}/price/ohlc`);
          address.searchParams.set('symbol', symbol);
          address.searchParams.set('type', isIndex ? 'INDEX' : 'STOCK');
          address.searchParams.set('resolution', resolution);
          address.searchParams.set('from', String(instantAt(from, 0).getTime() / 1000));
          address.searchParams.set('to', String(instantAt(fromEpochDay(toEpochDay(to) + 1), 0).getTime() / 1000));
          return calls.ask(
            () => ({ url: address, headers: signRequest(settings, address, deps.clock.now(), randomUUID().replaceAll('-', '')) }),
            ({ text }) => readUdfAnswer(NAME, text, 'BARE', symbol, isIndex ? 0 : SHIFT),
            abort,
          );
        },
        deps,
      );
    },
    streamTicks: (symbols, abort) => streamTicks(NAME, protocol, symbols, streamLimits, deps, abort),
  };
}
