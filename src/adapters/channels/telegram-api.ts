/** What Telegram says to one call. */
export interface TelegramAnswer {
  readonly ok: boolean;
  readonly messageId: string | null;
  readonly errorCode: number;
  readonly description: string;
  readonly retryAfterSeconds: number | null;
  readonly migrateToChatId: string | null;
}

export interface TelegramOptions {
  /** `https://api.telegram.org`, without a slash at its end. */
  readonly baseUrl: string;
  /** A secret. It is part of the address, so no error of a call is ever handed on. */
  readonly botToken: string;
  readonly timeoutMs: number;
}

/** Why there was no answer. */
export class TelegramUnreachable extends Error {
  override readonly name = 'TelegramUnreachable';
  readonly fault: 'TIMEOUT' | 'CONNECTION' | 'SERVER_ERROR';

  constructor(fault: TelegramUnreachable['fault']) {
    super(fault);
    this.fault = fault;
  }
}

/** Calls `sendMessage`. @throws {TelegramUnreachable} */
export async function sendTelegram(
  { baseUrl, botToken, timeoutMs }: TelegramOptions,
  parameters: Readonly<Record<string, unknown>>,
  abort: AbortSignal,
): Promise<TelegramAnswer> {
  const signal = AbortSignal.any([abort, AbortSignal.timeout(timeoutMs)]);
  let status: number;
  let body: unknown;
  try {
    const response = await fetch(`${baseUrl}/bot${botToken}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
      redirect: 'error',
      signal,
    });
    status = response.status;
    body = await response.json();
  } catch (error) {
    if (signal.aborted) throw new TelegramUnreachable('TIMEOUT');
    throw new TelegramUnreachable(error instanceof SyntaxError ? 'SERVER_ERROR' : 'CONNECTION');
  }
  if (!isRecord(body) || typeof body['ok'] !== 'boolean') throw new TelegramUnreachable('SERVER_ERROR');
  const result = isRecord(body['result']) ? body['result'] : {};
  const hints = isRecord(body['parameters']) ? body['parameters'] : {};
  return {
    ok: body['ok'],
    messageId: idOf(result['message_id']),
    errorCode: typeof body['error_code'] === 'number' ? body['error_code'] : status,
    description: typeof body['description'] === 'string' ? body['description'] : '',
    retryAfterSeconds: typeof hints['retry_after'] === 'number' ? hints['retry_after'] : null,
    migrateToChatId: idOf(hints['migrate_to_chat_id']),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null;
}
