import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';

import { DomainError } from '../../domain/errors.js';
import { addressLiteral, isOuterName, isPublicAddress } from './public-address.js';

/** Addresses of a name; a test hands in one that changes its mind. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface OutgoingOptions {
  /** Whole attempt: resolving, connecting, sending, reading. */
  readonly timeoutMs: number;
  /** Ports that may be connected to. */
  readonly ports: readonly number[];
  /** True for trials on one machine only: plain http, any port and address. */
  readonly allowsInnerAddresses: boolean;
  readonly resolve?: Resolve;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The first 64 KiB at most. */
  readonly body: string;
}

/** Why nothing was sent, or nothing came back. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly fault: 'TIMEOUT' | 'CONNECTION' | 'FORBIDDEN_ADDRESS';

  constructor(fault: OutgoingError['fault']) {
    super(fault);
    this.fault = fault;
  }
}

const MAX_URL_LENGTH = 2048;
const MAX_RESPONSE_BYTES = 65_536;
const MAX_RESPONSE_HEADER_BYTES = 16_384;

/**
 * Checks an address that a user gave: https, no user name or password, a port on the list, no inner name or address.
 * @returns its canonical form
 * @throws {DomainError} INVALID_INPUT
 */
export function parseOutgoingUrl(text: string, { ports, allowsInnerAddresses }: OutgoingOptions): string {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) throw invalid('not an address of the form https://host/path');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw invalid('an address must not hold a user name or password');
  if (url.hash !== '') throw invalid('an address must not hold a fragment');
  if (allowsInnerAddresses && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href;
  if (url.protocol !== 'https:') throw invalid('an address must begin with https://');
  if (!ports.includes(portOf(url))) throw invalid('the port of this address is not allowed');
  if (!isAllowedHost(url.hostname)) throw invalid('this address is not one of the public internet');
  return url.href;
}

/**
 * Posts a body. The name is resolved once, every address it has is checked, and the connection goes to a checked one: a name
 * that answers differently the second time gains nothing. No connection is kept, no redirect followed.
 * @throws {OutgoingError}
 */
export async function postOutgoing(
  target: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  options: OutgoingOptions,
  abort: AbortSignal,
): Promise<OutgoingResponse> {
  const url = new URL(target);
  const signal = AbortSignal.any([abort, AbortSignal.timeout(options.timeoutMs)]);
  try {
    const address = await within(checkedAddress(url, options), signal);
    return await exchange(url, address, body, headers, signal);
  } catch (error) {
    if (error instanceof OutgoingError) throw error;
    throw new OutgoingError(signal.aborted ? 'TIMEOUT' : 'CONNECTION');
  }
}

async function checkedAddress(url: URL, { allowsInnerAddresses, ports, resolve }: OutgoingOptions): Promise<LookupAddress> {
  const literal = addressLiteral(url.hostname);
  if (!allowsInnerAddresses && (url.protocol !== 'https:' || !ports.includes(portOf(url)) || !isAllowedHost(url.hostname))) {
    throw new OutgoingError('FORBIDDEN_ADDRESS');
  }
  if (literal !== undefined) return { address: literal, family: literal.includes(':') ? 6 : 4 };
  const addresses = await (resolve ?? resolveAll)(url.hostname);
  const [first] = addresses;
  if (first === undefined) throw new OutgoingError('CONNECTION');
  if (!allowsInnerAddresses && !addresses.every(({ address }) => isPublicAddress(address))) throw new OutgoingError('FORBIDDEN_ADDRESS');
  return first;
}

function exchange(
  url: URL,
  address: LookupAddress,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OutgoingResponse> {
  return new Promise((resolvePromise, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      headers: { 'user-agent': 'vpa', ...headers, 'content-length': Buffer.byteLength(body) },
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
      signal,
      lookup: (_hostname, { all }, callback) =>
        all === true ? callback(null, [address]) : callback(null, address.address, address.family),
    };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      readBounded(response).then(
        (text) => resolvePromise({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: text }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Reads up to the limit and hangs up on the rest: an answer of any size is an answer. */
async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_RESPONSE_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8');
}

function isAllowedHost(hostname: string): boolean {
  const literal = addressLiteral(hostname);
  return literal === undefined ? isOuterName(hostname) : isPublicAddress(literal);
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true, order: 'verbatim' });
}

/** A resolver can't be cancelled; its answer is left behind. */
function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolvePromise, reject) => {
    const onAbort = (): void => reject(new OutgoingError('TIMEOUT'));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolvePromise, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function invalid(message: string): DomainError {
  return new DomainError('INVALID_INPUT', message, { details: { field: 'target' } });
}
