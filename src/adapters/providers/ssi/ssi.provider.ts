import type { BarsRequest, MarketDataProvider } from '../../../application/ports/market-data-provider.js';
import { BAR_INTERVALS } from '../../../domain/market/interval.js';
import type { BarInterval } from '../../../domain/market/interval.js';
import type { RawBar } from '../../../domain/market/market-bar.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { collectBars, splitRange } from '../bar-collector.js';
import { CALL_LIMITS, ProviderCalls } from '../calls/provider-calls.js';
import type { CallLimits } from '../calls/provider-calls.js';
import type { PriceUnit } from '../csv-scan.js';
import { STREAM_LIMITS, streamTicks } from '../live/stream-ticks.js';
import type { StreamLimits } from '../live/stream-ticks.js';
import type { ProviderDeps } from '../provider-deps.js';
import { requireInterval } from '../require-interval.js';
import { readSsiRows } from './ssi-rows.js';
import { SsiSession } from './ssi-session.js';
import type { SsiKeys } from './ssi-session.js';
import { ssiProtocol } from './ssi-stream.js';

export interface SsiSettings extends SsiKeys {
  /** `https://api.ssi.com.vn`. */
  readonly url: string;
  /** `wss://stream.ssi.com.vn`. */
  readonly streamUrl: string;
  /** Of bars and ticks; sources do not say. */
  readonly priceUnit: PriceUnit;
  readonly limits?: CallLimits;
  readonly streamLimits?: StreamLimits;
}

const NAME = 'ssi';
const WORDS: Partial<Readonly<Record<BarInterval, string>>> = { M1: '1m', M5: '5m', M15: '15m', H1: '1h', D1: '1d' };
const PAGE_SIZE = 1_000;
/** More pages than any part of a request has. */
const MAX_PAGES = 20;
const DAYS = { daily: 1_200, intraday: 28 };

/** SSI FastConnect v3: bars over REST, ticks over a websocket. Needs a contract with the broker. */
export function createSsiProvider(settings: SsiSettings, deps: ProviderDeps): MarketDataProvider {
  const { url, streamUrl, priceUnit, limits = CALL_LIMITS, streamLimits = STREAM_LIMITS } = settings;
  const calls = new ProviderCalls(NAME, limits, deps);
  const session = new SsiSession(NAME, url, settings, calls, deps.clock);
  const protocol = ssiProtocol(streamUrl, session, priceUnit, deps.clock);

  async function page(
    request: BarsRequest,
    part: { readonly from: string; readonly to: string },
    index: number,
    abort: AbortSignal,
  ): Promise<RawBar[]> {
    const { symbol, interval } = request;
    const address = new URL(`${url}/api/v3/data/ohlc`);
    const parameters = {
      symbol,
      timeFrame: requireInterval(NAME, interval, WORDS),
      from: `${part.from.replaceAll('-', '/')} 00:00:00`,
      to: `${part.to.replaceAll('-', '/')} 23:59:59`,
      pageIndex: String(index),
      pageSize: String(PAGE_SIZE),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    const shift = priceUnit === 'kvnd' && !isIndexSymbol(symbol) ? 3 : 0;
    return session.withToken(
      (token) =>
        calls.ask(
          () => ({ url: address, headers: { authorization: `Bearer ${token}` } }),
          ({ text }) => readSsiRows(NAME, text, { symbol, interval, shift, now: deps.clock.now() }),
          abort,
        ),
      abort,
    );
  }

  return {
    name: NAME,
    intervals: BAR_INTERVALS,
    fetchBars: (request, abort) =>
      collectBars(
        { name: NAME, isAdjusted: false },
        request,
        splitRange(request, request.interval === 'D1' ? DAYS.daily : DAYS.intraday),
        async (part) => {
          const rows: RawBar[] = [];
          for (let index = 1; index <= MAX_PAGES; index += 1) {
            const more = await page(request, part, index, abort);
            rows.push(...more);
            if (more.length < PAGE_SIZE) break;
          }
          return rows;
        },
        deps,
      ),
    streamTicks: (symbols, abort) => streamTicks(NAME, protocol, symbols, streamLimits, deps, abort),
  };
}
