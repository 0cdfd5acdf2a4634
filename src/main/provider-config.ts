import type { PriceUnit } from '../adapters/providers/csv-scan.js';
import { UDF_PROFILES } from '../adapters/providers/udf/udf-profiles.js';
import type { UdfName, UdfProfile } from '../adapters/providers/udf/udf-profiles.js';
import { isSymbol } from '../domain/market/stock.js';

interface Keys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** One provider as the environment declares it; what it needs is there. */
export type ProviderConfig = { readonly perSecond: number } & (
  | { readonly kind: 'udf'; readonly name: UdfName; readonly url: string; readonly priceUnit: PriceUnit }
  | ({ readonly kind: 'ssi'; readonly url: string; readonly streamUrl: string; readonly priceUnit: PriceUnit } & Keys)
  | ({ readonly kind: 'dnse'; readonly url: string; readonly streamUrl: string } & Keys)
  | { readonly kind: 'feed'; readonly url: string; readonly priceUnit: PriceUnit }
  | { readonly kind: 'yahoo'; readonly url: string }
  | { readonly kind: 'csv'; readonly path: string; readonly priceUnit: PriceUnit }
  | { readonly kind: 'simulated' }
);

export interface ProvidersConfig {
  /** In the order in which they are asked. */
  readonly providers: readonly ProviderConfig[];
  /** Another order for some symbols: names out of `providers`. */
  readonly orderBySymbol: ReadonlyMap<string, readonly string[]>;
}

/** What reading needs of the reader of the environment; faults are gathered there. */
interface Reads {
  integer(name: string, fallback: number, min: number, max: number): number;
  url(name: string, protocols: readonly string[]): string | null;
}

type Env = Readonly<Record<string, string | undefined>>;

const HTTP = ['http:', 'https:'];
const WEBSOCKET = ['ws:', 'wss:'];
const PER_SECOND = 5;
const UNITS: readonly PriceUnit[] = ['kvnd', 'vnd'];
const UDF_NAMES = Object.keys(UDF_PROFILES).filter((name): name is UdfName => name in UDF_PROFILES);

/** What `VPA_PROVIDERS` may hold. */
const PROVIDER_NAMES: readonly string[] = ['ssi', 'dnse', ...UDF_NAMES, 'yahoo', 'csv', 'feed', 'simulated'];

/** Keys and secrets of the providers: none of them may stand in a log. */
export function providerSecrets({ providers }: ProvidersConfig): readonly string[] {
  return providers.flatMap((provider) => ('apiKey' in provider ? [provider.apiKey, provider.apiSecret] : []));
}

/**
 * Reads `VPA_PROVIDERS` and the variables of those that it names; the variables of others are not looked at. Adds to `faults`
 * what is missing, by the name of its variable and without values.
 */
export function readProviders(read: Reads, env: Env, faults: string[]): ProvidersConfig {
  const names = listOf(env['VPA_PROVIDERS'], ',');
  for (const name of names.filter((text) => !PROVIDER_NAMES.includes(text))) {
    faults.push(`VPA_PROVIDERS names "${name.slice(0, 40)}", which is none of ${PROVIDER_NAMES.join(', ')}`);
  }
  if (new Set(names).size < names.length) faults.push('VPA_PROVIDERS names a provider twice');
  if (names.length > 1 && names.includes('simulated')) faults.push('VPA_PROVIDERS must not mix simulated with real providers');
  const reader = new ProviderReader(read, env, faults);
  return {
    providers: names.filter((name) => PROVIDER_NAMES.includes(name)).map((name) => reader.provider(name)),
    orderBySymbol: readOrders(env, names, faults),
  };
}

/** `FPT=dnse+vndirect,VNINDEX=vndirect`. */
function readOrders(env: Env, known: readonly string[], faults: string[]): ReadonlyMap<string, readonly string[]> {
  const orders = new Map<string, readonly string[]>();
  for (const entry of listOf(env['VPA_PROVIDERS_BY_SYMBOL'], ',')) {
    const [symbol = '', names, ...rest] = entry.split('=');
    const order = listOf(names, '+');
    if (!isSymbol(symbol) || order.length === 0 || rest.length > 0) {
      faults.push('VPA_PROVIDERS_BY_SYMBOL must be a list such as FPT=dnse+vndirect,VNINDEX=vndirect');
    } else if (order.some((name) => !known.includes(name))) {
      faults.push(`VPA_PROVIDERS_BY_SYMBOL names a provider for ${symbol} that VPA_PROVIDERS does not`);
    } else if (orders.has(symbol)) {
      faults.push(`VPA_PROVIDERS_BY_SYMBOL names ${symbol} twice`);
    }
    orders.set(symbol, order);
  }
  return orders;
}

function listOf(text: string | undefined, separator: string): readonly string[] {
  return (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

class ProviderReader {
  readonly #read: Reads;
  readonly #env: Env;
  readonly #faults: string[];

  constructor(read: Reads, env: Env, faults: string[]) {
    this.#read = read;
    this.#env = env;
    this.#faults = faults;
  }

  provider(name: string): ProviderConfig {
    const prefix = `VPA_${name.toUpperCase()}`;
    const perSecond = this.#read.integer(`${prefix}_PER_SECOND`, PER_SECOND, 1, 1_000);
    const address = (fallback: string | null): string => this.#url(`${prefix}_URL`, name, HTTP, fallback);
    const streamUrl = (fallback: string | null): string => this.#url(`${prefix}_STREAM_URL`, name, WEBSOCKET, fallback);
    switch (name) {
      case 'ssi': {
        const url = address('https://api.ssi.com.vn');
        const common = { streamUrl: streamUrl('wss://stream.ssi.com.vn'), priceUnit: this.#unit(prefix, name, null) };
        return { kind: 'ssi', perSecond, url, ...common, ...this.#keys(prefix, name) };
      }
      case 'dnse': {
        const url = address('https://openapi.dnse.com.vn');
        return { kind: 'dnse', perSecond, url, streamUrl: streamUrl('wss://ws-openapi.dnse.com.vn'), ...this.#keys(prefix, name) };
      }
      case 'feed': {
        const url = this.#url(`${prefix}_URL`, name, WEBSOCKET, null);
        return { kind: 'feed', perSecond, url, priceUnit: this.#unit(prefix, name, null) };
      }
      case 'yahoo':
        return { kind: 'yahoo', perSecond, url: address('https://query1.finance.yahoo.com') };
      case 'csv':
        return { kind: 'csv', perSecond, path: this.#needed('VPA_CSV_PATH', name), priceUnit: this.#unit(prefix, name, null) };
      case 'simulated':
        return { kind: 'simulated', perSecond };
      default: {
        const udfName = UDF_NAMES.find((known) => known === name) ?? 'udf';
        const { url, priceUnit }: UdfProfile = UDF_PROFILES[udfName];
        return { kind: 'udf', name: udfName, perSecond, url: address(url), priceUnit: this.#unit(prefix, name, priceUnit) };
      }
    }
  }

  #keys(prefix: string, name: string): Keys {
    return { apiKey: this.#needed(`${prefix}_API_KEY`, name), apiSecret: this.#needed(`${prefix}_API_SECRET`, name) };
  }

  /** The unit is declared, never guessed from the size of a price. */
  #unit(prefix: string, provider: string, fallback: PriceUnit | null): PriceUnit {
    const name = `${prefix}_PRICE_UNIT`;
    const text = this.#env[name] ?? '';
    const unit = text === '' ? fallback : UNITS.find((known) => known === text);
    if (unit === null) this.#faults.push(`${name} is needed where VPA_PROVIDERS names ${provider}: kvnd or vnd`);
    if (unit === undefined) this.#faults.push(`${name} must be kvnd or vnd`);
    return unit ?? 'vnd';
  }

  #url(name: string, provider: string, protocols: readonly string[], fallback: string | null): string {
    const url = this.#read.url(name, protocols) ?? fallback;
    if (url === null && (this.#env[name] ?? '') === '') this.#faults.push(`${name} is needed where VPA_PROVIDERS names ${provider}`);
    return (url ?? '').replace(/\/$/, '');
  }

  #needed(name: string, provider: string): string {
    const text = this.#env[name] ?? '';
    if (text === '') this.#faults.push(`${name} is needed where VPA_PROVIDERS names ${provider}`);
    return text;
  }
}
