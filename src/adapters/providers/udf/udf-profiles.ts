import type { BarInterval } from '../../../domain/market/interval.js';
import type { PriceUnit } from '../csv-scan.js';

/** How a server says how it went. */
export type UdfEnvelope =
  /** `{"s":"ok","t":[…]…}`, `{"s":"no_data"}`, `{"s":"error","errmsg":"…"}`. */
  | 'STATUS'
  /** The same columns inside `{"code":"SUCCESS","data":{…}}`. */
  | 'DATA_WITH_CODE'
  /** Columns alone. */
  | 'BARE';

/** A server of the UDF family: what differs from one to the other, and nothing else. */
export interface UdfProfile {
  /** Address of the history; `{kind}` is `stock` or `index`. Null: has to be set. */
  readonly url: string | null;
  /** What the server calls an interval; one that is missing it does not have. */
  readonly resolutions: Partial<Readonly<Record<BarInterval, string>>>;
  readonly envelope: UdfEnvelope;
  /** Null where sources do not say: has to be declared. */
  readonly priceUnit: PriceUnit | null;
  readonly isAdjusted: boolean;
  /** The longest range of one request, days. */
  readonly rangeDays: { readonly daily: number; readonly intraday: number };
  readonly headers?: Readonly<Record<string, string>>;
}

const MINUTES = { M1: '1', M5: '5', M15: '15', H1: '60' } as const;
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' };
const WIDE = { daily: 3_000, intraday: 28 };

/**
 * Chart servers of Vietnamese brokers, as probed in June 2026. All are undocumented back-ends of web sites, without a right
 * to redistribute; they change without notice, and an operator can set another address or unit.
 */
export const UDF_PROFILES = {
  vndirect: {
    url: 'https://dchart-api.vndirect.com.vn/dchart/history',
    resolutions: { ...MINUTES, D1: 'D' },
    envelope: 'STATUS',
    priceUnit: 'kvnd',
    isAdjusted: true,
    rangeDays: WIDE,
    headers: BROWSER,
  },
  ssi_iboard: {
    url: 'https://iboard-api.ssi.com.vn/statistics/charts/history',
    resolutions: { ...MINUTES, D1: '1D' },
    envelope: 'DATA_WITH_CODE',
    priceUnit: 'kvnd',
    isAdjusted: true,
    rangeDays: WIDE,
  },
  dnse_chart: {
    url: 'https://services.entrade.com.vn/chart-api/v2/ohlcs/{kind}',
    resolutions: { M1: '1', M5: '5', M15: '15', H1: '1H', D1: '1D' },
    envelope: 'BARE',
    priceUnit: 'kvnd',
    isAdjusted: true,
    rangeDays: WIDE,
  },
  vps: {
    url: 'https://histdatafeed.vps.com.vn/tradingview/history',
    resolutions: { ...MINUTES, D1: 'D' },
    envelope: 'STATUS',
    priceUnit: null,
    isAdjusted: true,
    rangeDays: WIDE,
  },
  vietstock: {
    url: 'https://api.vietstock.vn/tvnew/history',
    resolutions: { ...MINUTES, D1: 'D' },
    envelope: 'STATUS',
    priceUnit: null,
    isAdjusted: true,
    rangeDays: WIDE,
    headers: { referer: 'https://stockchart.vietstock.vn/' },
  },
  pinetree: {
    url: 'https://charts.pinetree.vn/tv/history',
    resolutions: { ...MINUTES, D1: '1D' },
    envelope: 'STATUS',
    priceUnit: 'vnd',
    isAdjusted: true,
    rangeDays: WIDE,
  },
  kis: {
    url: 'https://api.ikis.kisvn.vn/api/v3/chart/history',
    resolutions: { ...MINUTES, D1: '1D' },
    envelope: 'STATUS',
    priceUnit: 'vnd',
    // Old bars are adjusted, recent ones are not.
    isAdjusted: true,
    rangeDays: { daily: 365, intraday: 28 },
  },
  udf: {
    url: null,
    resolutions: { ...MINUTES, D1: 'D' },
    envelope: 'STATUS',
    priceUnit: null,
    isAdjusted: false,
    rangeDays: WIDE,
  },
} as const satisfies Readonly<Record<string, UdfProfile>>;

export type UdfName = keyof typeof UDF_PROFILES;
