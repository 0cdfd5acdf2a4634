import type { ProviderCalls } from '../calls/provider-calls.js';
import { faultOf, providerError } from '../calls/provider-error.js';
import { isObject, parseJson } from '../calls/read-json.js';
import type { ProviderDeps } from '../provider-deps.js';

export interface SsiKeys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A token is not used in its last minute. */
const MARGIN_MS = 60_000;

/** Signs in to SSI FastConnect v3 and keeps the token, which lasts about eight hours. */
export class SsiSession {
  private readonly name: string;
  private readonly url: string;
  private readonly keys: SsiKeys;
  private readonly calls: ProviderCalls;
  private readonly clock: ProviderDeps['clock'];
  private current: { readonly token: string; readonly until: number } | undefined;
  private signingIn: Promise<string> | undefined;

  constructor(name: string, url: string, keys: SsiKeys, calls: ProviderCalls, clock: ProviderDeps['clock']) {
    this.name = name;
    this.url = url;
    this.keys = keys;
    this.calls = calls;
    this.clock = clock;
  }

  /** The token, signed in for where there is none; those who ask at once share one request. */
  async token(abort: AbortSignal): Promise<string> {
    if (this.current !== undefined && this.current.until > this.clock.now().getTime()) return this.current.token;
    this.signingIn ??= this.signIn(abort).finally(() => (this.signingIn = undefined));
    return this.signingIn;
  }

  /** The next token is a new one. */
  forget(): void {
    this.current = undefined;
  }

  /** Runs with a token, and once more with a new one where the old one was refused: it may have been made void early. */
  async withToken<T>(run: (token: string) => Promise<T>, abort: AbortSignal): Promise<T> {
    const token = await this.token(abort);
    try {
      return await run(token);
    } catch (error) {
      if (faultOf(error) !== 'ACCESS_REFUSED') throw error;
      if (this.current?.token === token) this.forget();
      return run(await this.token(abort));
    }
  }

  private signIn(abort: AbortSignal): Promise<string> {
    const { apiKey, apiSecret } = this.keys;
    return this.calls.ask(
      () => ({
        url: new URL(`${this.url}/api/v3/auth/token`),
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ apiKey, apiSecret }),
      }),
      ({ text }) => this.keep(parseJson(this.name, text)),
      abort,
    );
  }

  private keep(answer: unknown): string {
    const data = isObject(answer) && isObject(answer['data']) ? answer['data'] : {};
    const { accessToken, expiresAt } = data;
    if (typeof accessToken !== 'string' || accessToken === '') throw providerError(this.name, 'UNKNOWN_FORM', 'the login gave no token');
    const until = typeof expiresAt === 'number' ? expiresAt * 1000 - MARGIN_MS : this.clock.now().getTime() + MARGIN_MS;
    this.current = { token: accessToken, until };
    return accessToken;
  }
}
