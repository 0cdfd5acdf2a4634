import type { SigningKey } from '../adapters/access/jose-tokens.js';
import type { BucketLimit } from '../domain/access/token-bucket.js';
import { DomainError } from '../domain/errors.js';
import { isSymbol } from '../domain/market/stock.js';
import { parseTradingDate, tryTradingDate } from '../domain/market/trading-date.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { RuleSet } from '../domain/vpa/rule-sets/rule-set.js';
import type { OperationRates } from '../server/operation-charges.js';
import { alertSecrets, readAlerts, type AlertsConfig } from './alerts-config.js';
import { readBacktests, type BacktestsConfig } from './backtests-config.js';
import { providerSecrets, readProviders } from './provider-config.js';
import type { ProvidersConfig } from './provider-config.js';
import { readRealtime, type RealtimeConfig } from './realtime-config.js';
import { readRuleSets } from './rules-config.js';
import { readTracing, type TracingConfig } from './tracing-config.js';

export type DatabaseConfig =
  | { readonly kind: 'pglite'; readonly directory: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly poolSize: number;
      /** A replica for queries; null: none. */ readonly readUrl: string | null;
    };
/** Which operations run: any that fits the schema, or those of a file alone. */
export type OperationsConfig = { readonly kind: 'open' } | { readonly kind: 'allow-list'; readonly file: string };
export type BusConfig = { readonly kind: 'in-process' } | { readonly kind: 'redis'; readonly url: string };

/** Everything that the environment decides, checked once. No other file reads `process.env`. */
export interface Config {
  readonly database: DatabaseConfig;
  readonly bus: BusConfig;
  /** Address the API listens on. Loopback unless said otherwise. */
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  /** Directory of the embedded default: database, lock, state. */
  readonly dataDir: string;
  readonly scanIntervalMs: number;
  /** What the scanner runs, the textbook first. */
  readonly ruleSets: readonly RuleSet<SignalKind>[];
  /** Where bars are fetched from. */
  readonly providers: ProvidersConfig;
  /** Symbols whose daily bars are kept filled; null: every stock that the database knows. */
  readonly ingestSymbols: readonly string[] | null;
  /** The first date that they shall have. */
  readonly ingestFrom: TradingDate;
  /** Symbols fetched at once. */
  readonly ingestConcurrency: number;
  readonly realtime: RealtimeConfig;
  readonly eventRetentionMs: number;
  /** How long the closing of the websockets is spread when the API stops. */
  readonly drainMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Null: nothing is traced. */
  readonly tracing: TracingConfig | null;
  /** Texts that must never stand in a log. */
  readonly secrets: readonly string[];
  readonly isProduction: boolean;
  /** Exact origins that browsers may call from, besides our own. */
  readonly corsOrigins: readonly string[];
  /** Proxies of ours that every request passes, 0 where clients come directly. */
  readonly trustedProxies: number;
  /** What each class of actors may spend on operations; null: no limit. */
  readonly operationRates: OperationRates;
  readonly operations: OperationsConfig;
  /** Websockets of one network, and of one user or API key, on this process. */
  readonly socketsPerAddress: number;
  readonly socketsPerActor: number;
  /** How long browsers shall insist on TLS; 0: not said, since this process speaks none. */
  readonly hstsSeconds: number;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly alerts: AlertsConfig;
  readonly backtests: BacktestsConfig;
  /** Keys that sign access tokens, the first signs; null: nobody can sign in. */
  readonly jwtKeys: readonly [SigningKey, ...SigningKey[]] | null;
  /** Whether anybody may make an account. */
  readonly isSignUpOpen: boolean;
  /** Where commands resolve relative paths: the directory npm was called in. */
  readonly workingDirectory: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;
const BURST_SECONDS = 10;

/** Where commands resolve relative paths: the directory npm was called in. Needs no other part of the configuration. */
export function workingDirectory(env: Env = process.env): string {
  return env['INIT_CWD'] ?? process.cwd();
}

/**
 * Reads the configuration. All faults are gathered and told at once, each with the name of its variable.
 * @throws {DomainError} INVALID_INPUT
 */
export function loadConfig(env: Env = process.env, defaults: Pick<Config, 'logLevel'> = { logLevel: 'info' }): Config {
  const faults: string[] = [];
  const read = new EnvReader(env, faults);
  const isProduction = env['NODE_ENV'] === 'production';
  const dataDir = env['VPA_DATA_DIR'] ?? '.vpa';
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const readUrl = read.url('DATABASE_READ_URL', ['postgres:', 'postgresql:']);
  if (readUrl !== null && databaseUrl === null) faults.push('DATABASE_READ_URL needs DATABASE_URL beside it');
  const redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);
  if (isProduction && databaseUrl === null && env['DATABASE_URL'] === undefined)
    faults.push('DATABASE_URL is needed where NODE_ENV is production');
  const tracing = readTracing(read, env);
  const providers = readProviders(read, env, faults);
  const alerts = readAlerts(read, env, isProduction, faults);
  const config: Config = {
    database:
      databaseUrl === null
        ? { kind: 'pglite', directory: `${dataDir}/database` }
        : { kind: 'postgres', url: databaseUrl, poolSize: read.integer('VPA_DATABASE_POOL', 10, 1, 100), readUrl },
    bus: redisUrl === null ? { kind: 'in-process' } : { kind: 'redis', url: redisUrl },
    host: env['VPA_HOST'] ?? '127.0.0.1',
    port: read.integer('PORT', 8000, 0, 65_535),
    metricsPort: read.integer('METRICS_PORT', 8001, 0, 65_535),
    dataDir,
    scanIntervalMs: read.integer('SCAN_INTERVAL', 300, 1, 86_400) * 1000,
    ruleSets: readRuleSets(env, faults),
    providers,
    ingestSymbols: read.symbols('VPA_INGEST_SYMBOLS'),
    ingestFrom: read.date('VPA_INGEST_FROM', '2018-01-01'),
    ingestConcurrency: read.integer('VPA_INGEST_CONCURRENCY', 4, 1, 64),
    realtime: readRealtime(read),
    eventRetentionMs: read.integer('VPA_EVENT_RETENTION_DAYS', 30, 1, 3650) * DAY_MS,
    drainMs: read.integer('VPA_DRAIN_SECONDS', 10, 0, 120) * 1000,
    logLevel: read.choice('VPA_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], defaults.logLevel),
    tracing,
    secrets: [
      ...(env['VPA_JWT_KEYS'] ?? '').split(/[,=]/),
      ...secretsOf([databaseUrl, readUrl, redisUrl], tracing),
      ...providerSecrets(providers),
      ...alertSecrets(alerts),
    ].filter((text) => text !== ''),
    isProduction,
    corsOrigins: read.origins('VPA_CORS_ORIGINS'),
    trustedProxies: read.integer('VPA_TRUSTED_PROXIES', 0, 0, 10),
    operationRates: {
      ANONYMOUS: read.rate('VPA_RATE_ANONYMOUS', 500),
      VIEWER: read.rate('VPA_RATE_VIEWER', 1_000),
      ANALYST: read.rate('VPA_RATE_ANALYST', 2_500),
      ADMIN: read.rate('VPA_RATE_ADMIN', 10_000),
    },
    operations: read.operations('VPA_OPERATIONS', 'VPA_OPERATIONS_FILE'),
    socketsPerAddress: read.integer('VPA_SOCKETS_PER_ADDRESS', 200, 1, 10_000),
    socketsPerActor: read.integer('VPA_SOCKETS_PER_ACTOR', 10, 1, 10_000),
    hstsSeconds: read.integer('VPA_HSTS_SECONDS', 0, 0, 63_072_000),
    graphiql: read.flag('VPA_GRAPHIQL', !isProduction),
    introspection: read.flag('VPA_INTROSPECTION', !isProduction),
    alerts,
    backtests: readBacktests(read),
    jwtKeys: read.signingKeys('VPA_JWT_KEYS'),
    isSignUpOpen: read.choice('VPA_SIGN_UP', ['invitation', 'open'], 'invitation') === 'open',
    workingDirectory: workingDirectory(env),
  };
  if (faults.length > 0) throw new DomainError('INVALID_INPUT', `configuration: ${faults.join('; ')}`);
  return config;
}

/** Addresses with their passwords, and what opens the collector. */
function secretsOf(addresses: readonly (string | null)[], tracing: TracingConfig | null): readonly string[] {
  const urls = addresses.filter((address) => address !== null);
  const passwords = urls.map((address) => new URL(address).password);
  return [...urls, ...passwords, ...passwords.map(decodeURIComponent), ...Object.values(tracing?.headers ?? {})].filter(
    (text) => text !== '',
  );
}

class EnvReader {
  readonly #env: Env;
  readonly #faults: string[];

  constructor(env: Env, faults: string[]) {
    this.#env = env;
    this.#faults = faults;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.#env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.#faults.push(`${name} must be a whole number from ${min} to ${max}`);
    return fallback;
  }

  /** Cost per second; what is not spent gathers for ten seconds. 0: no limit. */
  rate(name: string, fallback: number): BucketLimit | null {
    const refillPerSecond = this.integer(name, fallback, 0, 1_000_000);
    return refillPerSecond === 0 ? null : { capacity: refillPerSecond * BURST_SECONDS, refillPerSecond };
  }

  operations(name: string, fileName: string): OperationsConfig {
    const file = this.#env[fileName] ?? '';
    if (this.choice(name, ['open', 'allow-list'], 'open') === 'open') return { kind: 'open' };
    if (file === '') this.#faults.push(`${fileName} is needed where ${name} is allow-list`);
    return { kind: 'allow-list', file };
  }

  flag(name: string, fallback: boolean): boolean {
    const text = this.#env[name];
    if (text === undefined || text === '') return fallback;
    if (text !== 'true' && text !== 'false') this.#faults.push(`${name} must be true or false`);
    return text === 'true';
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.#env[name];
    if (text === undefined || text === '') return fallback;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.#faults.push(`${name} must be one of ${choices.join(', ')}`);
    return found ?? fallback;
  }

  ratio(name: string, fallback: number): number {
    const text = this.#env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (value >= 0 && value <= 1) return value;
    this.#faults.push(`${name} must be a number from 0 to 1`);
    return fallback;
  }

  /** `name=value,name=value`, values percent-encoded. They are secrets: never repeated in a fault. */
  pairs(name: string): Readonly<Record<string, string>> {
    const pairs = (this.#env[name] ?? '').split(',').map((text) => text.trim());
    const isFormed = (text: string): boolean => /^[\w-]+\s*=(%[0-9a-f]{2}|[^%])*$/i.test(text);
    if (pairs.some((text) => text !== '' && !isFormed(text))) this.#faults.push(`${name} must be a list such as name=value,name=value`);
    return Object.fromEntries(
      pairs.filter(isFormed).map((text) => {
        const [key = '', ...value] = text.split('=');
        return [key.trim(), decodeURIComponent(value.join('=').trim())];
      }),
    );
  }

  /** `name=secret,name=secret`, secrets in base64url with at least 256 bits. Never repeated in a fault. */
  signingKeys(name: string): readonly [SigningKey, ...SigningKey[]] | null {
    const keys = this.#list(name).map((text): SigningKey => {
      const [kid = '', ...rest] = text.split('=');
      return { kid, secret: new Uint8Array(Buffer.from(rest.join('='), 'base64url')) };
    });
    const isGood =
      keys.every(({ kid, secret }) => /^[\w-]{1,40}$/.test(kid) && secret.length >= 32) &&
      new Set(keys.map(({ kid }) => kid)).size === keys.length;
    if (!isGood) this.#faults.push(`${name} must be a list such as name=secret, each secret 32 random bytes or more in base64url`);
    const [first, ...others] = keys;
    return first === undefined || !isGood ? null : [first, ...others];
  }

  /** The value is a secret: never repeated in a fault. */
  url(name: string, protocols: readonly string[]): string | null {
    const text = this.#env[name];
    if (text === undefined || text === '') return null;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    this.#faults.push(`${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return null;
  }

  date(name: string, fallback: string): TradingDate {
    const text = this.#env[name] ?? '';
    const date = tryTradingDate(text === '' ? fallback : text);
    if (date === undefined) this.#faults.push(`${name} must be a date such as ${fallback}`);
    return date ?? parseTradingDate(fallback);
  }

  /** Null where nothing is said. */
  symbols(name: string): readonly string[] | null {
    const symbols = this.#list(name);
    if (symbols.some((symbol) => !isSymbol(symbol))) this.#faults.push(`${name} must be a list of symbols such as FPT,VNINDEX`);
    return symbols.length === 0 ? null : symbols;
  }

  origins(name: string): readonly string[] {
    const texts = this.#list(name);
    for (const text of texts) {
      if (!URL.canParse(text) || new URL(text).origin !== text)
        this.#faults.push(`${name} holds "${text}", which is no origin such as https://app.example`);
    }
    return texts;
  }

  #list(name: string): readonly string[] {
    return (this.#env[name] ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
  }
}
