import type { ProviderFault } from '../../../application/ports/market-data-provider.js';
import { DomainError } from '../../../domain/errors.js';

/** The same request may be answered later; the others fail again. */
const PASSING: ReadonlySet<ProviderFault> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'SERVER_ERROR',
  'RATE_LIMITED',
  'NOT_JSON',
  'UNKNOWN_FORM',
  'UNEQUAL_COLUMNS',
  'UNSORTED',
  'CIRCUIT_OPEN',
]);

export interface ProviderErrorOptions {
  /** How long the provider wants to be left alone. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * A provider gave nothing.
 * @param what one sentence for people; holds no address, no header, no secret
 */
export function providerError(provider: string, fault: ProviderFault, what: string, options: ProviderErrorOptions = {}): DomainError {
  const { retryAfterMs, cause } = options;
  const details = { provider, fault, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new DomainError('PROVIDER_UNAVAILABLE', `${provider}: ${what}`, { details, retryable: PASSING.has(fault), cause });
}

/** The fault of an error that a provider made; `undefined` for any other error. */
export function faultOf(error: unknown): ProviderFault | undefined {
  if (!(error instanceof DomainError) || error.code !== 'PROVIDER_UNAVAILABLE') return undefined;
  return error.details['fault'] as ProviderFault | undefined;
}
