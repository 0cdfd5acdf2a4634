import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';

import { providerError } from './provider-error.js';

export interface HttpCall {
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpLimits {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** Until the last byte of the answer. */
  readonly totalMs: number;
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * One request and its whole answer, within limits. Redirects are not followed, and an answer is never asked for compressed:
 * what is read is what is counted.
 * @throws {DomainError} PROVIDER_UNAVAILABLE: UNREACHABLE, TIMEOUT, TOO_LARGE; the abort's reason where it was aborted.
 */
export function exchange(provider: string, call: HttpCall, limits: HttpLimits, abort: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (abort.aborted) {
      reject(reasonOf(abort));
      return;
    }
    const { url, method = 'GET', headers = {}, body } = call;
    const options: RequestOptions = {
      method,
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
    };
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
    const timers: NodeJS.Timeout[] = [];
    const finish = (settle: () => void): void => {
      for (const timer of timers) clearTimeout(timer);
      abort.removeEventListener('abort', onAbort);
      settle();
    };
    const fail = (error: unknown): void => {
      finish(() => reject(error));
      request.destroy();
    };
    const onAbort = (): void => fail(reasonOf(abort));
    abort.addEventListener('abort', onAbort);
    const late = (what: string) => () => fail(providerError(provider, 'TIMEOUT', what));
    timers.push(setTimeout(late(`no answer within ${limits.totalMs} ms`), limits.totalMs));
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(late(`no connection within ${limits.connectMs} ms`), limits.connectMs);
      timers.push(timer);
      socket.once('connect', () => clearTimeout(timer));
    });
    request.on('error', (error) => fail(providerError(provider, 'UNREACHABLE', 'no connection, or it broke', { cause: error })));
    request.on('response', (response) => {
      readBody(provider, response, limits.maxBytes).then(
        (text) => finish(() => resolve({ status: response.statusCode ?? 0, headers: response.headers, text })),
        fail,
      );
    });
    request.end(body);
  });
}

async function readBody(provider: string, response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw providerError(provider, 'UNREACHABLE', 'the answer broke off', { cause: error });
  }
  if (bytes > maxBytes) throw providerError(provider, 'TOO_LARGE', `the answer is longer than ${maxBytes} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(abort: AbortSignal): Error {
  return abort.reason instanceof Error ? abort.reason : new Error('aborted');
}
