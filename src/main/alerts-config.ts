import type { EmailOptions } from '../adapters/channels/email.channel.js';

/** How alerts leave this server. Null: not through that channel. */
export interface AlertsConfig {
  readonly telegram: { readonly botToken: string; readonly baseUrl: string } | null;
  readonly smtp: Omit<EmailOptions, 'timeoutMs'> | null;
  /** Signs webhooks: the secret of each follows from it. */
  readonly webhookKey: string | null;
  /** Address of the API as readers of emails reach it, without a slash at its end; null: emails have no link that ends them. */
  readonly publicUrl: string | null;
  /** How long deliveries stay in the ledger after their end, milliseconds. */
  readonly retentionMs: number;
  /** Other patience than usual, for trials. */
  readonly pace: { readonly backoffMs?: readonly number[]; readonly leaseMs?: number; readonly sendTimeoutMs?: number };
  /** For trials on one machine only. */
  readonly allowsInnerAddresses: boolean;
}

interface Reader {
  url(name: string, protocols: readonly string[]): string | null;
  flag(name: string, fallback: boolean): boolean;
  integer(name: string, fallback: number, least: number, most: number): number;
}

const MIN_KEY = 32;
const DAY_MS = 86_400_000;
/** The longest cooldown of a rule: what it looks back at has to be there. */
const MIN_RETENTION_DAYS = 7;

/** Reads what the environment says of channels; faults are gathered, and repeat no secret. */
export function readAlerts(
  read: Reader,
  env: Readonly<Record<string, string | undefined>>,
  isProduction: boolean,
  faults: string[],
): AlertsConfig {
  const token = env['VPA_TELEGRAM_BOT_TOKEN'] ?? '';
  const webhookKey = env['VPA_WEBHOOK_KEY'] ?? '';
  const smtpUrl = read.url('VPA_SMTP_URL', ['smtp:', 'smtps:']);
  const from = env['VPA_SMTP_FROM'] ?? '';
  const allowsInnerAddresses = read.flag('VPA_ALERTS_ALLOW_INNER', false);
  if (token !== '' && !/^\d{3,20}:[\w-]{20,100}$/.test(token)) faults.push('VPA_TELEGRAM_BOT_TOKEN must be a token as BotFather gives it');
  if (webhookKey !== '' && webhookKey.length < MIN_KEY) faults.push(`VPA_WEBHOOK_KEY must have at least ${MIN_KEY} characters`);
  if (smtpUrl !== null && !/@[a-z0-9.-]+>?$/i.test(from.trim()))
    faults.push('VPA_SMTP_FROM must be an address of email where VPA_SMTP_URL is set');
  if (allowsInnerAddresses && isProduction) faults.push('VPA_ALERTS_ALLOW_INNER is for trials: not where NODE_ENV is production');
  return {
    telegram:
      token === '' ? null : { botToken: token, baseUrl: read.url('VPA_TELEGRAM_URL', ['http:', 'https:']) ?? 'https://api.telegram.org' },
    smtp: smtpUrl === null ? null : smtpOf(new URL(smtpUrl), from, allowsInnerAddresses),
    webhookKey: webhookKey === '' ? null : webhookKey,
    publicUrl: read.url('VPA_PUBLIC_ADDRESS', ['https:', 'http:'])?.replace(/\/+$/, '') ?? null,
    retentionMs: read.integer('VPA_ALERT_RETENTION_DAYS', 90, MIN_RETENTION_DAYS, 3650) * DAY_MS,
    pace: paceOf(env['VPA_ALERTS_PACE'], allowsInnerAddresses, faults),
    allowsInnerAddresses,
  };
}

/** `fast`: retries and leases of seconds, for trials of what happens when things fail. */
function paceOf(text: string | undefined, isTrial: boolean, faults: string[]): AlertsConfig['pace'] {
  if (text === undefined || text === '' || text === 'usual') return {};
  if (text !== 'fast' || !isTrial) faults.push('VPA_ALERTS_PACE must be usual, or fast together with VPA_ALERTS_ALLOW_INNER');
  return { backoffMs: [200, 400, 800], leaseMs: 3_000, sendTimeoutMs: 1_500 };
}

/** What must never stand in a log. */
export function alertSecrets({ telegram, smtp, webhookKey }: AlertsConfig): readonly string[] {
  return [telegram?.botToken, smtp?.password, webhookKey].filter((text) => typeof text === 'string');
}

function smtpOf(url: URL, from: string, allowsPlaintext: boolean): Omit<EmailOptions, 'timeoutMs'> {
  const isImplicitTls = url.protocol === 'smtps:';
  return {
    host: url.hostname,
    port: url.port === '' ? (isImplicitTls ? 465 : 587) : Number(url.port),
    isImplicitTls,
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : decodeURIComponent(url.password),
    from,
    allowsPlaintext: allowsPlaintext && !isImplicitTls,
  };
}
