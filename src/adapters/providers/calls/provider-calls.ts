import type { ProviderFault } from '../../../application/ports/market-data-provider.js';
import type { Logger, Metrics } from '../../../application/ports/telemetry.js';
import type { Timers } from '../../../application/ports/timers.js';
import { DomainError } from '../../../domain/errors.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { BreakerLimits } from './circuit-breaker.js';
import { exchange } from './http-exchange.js';
import type { HttpAnswer, HttpCall, HttpLimits } from './http-exchange.js';
import { faultOf, providerError } from './provider-error.js';
import { pause, RequestGate } from './request-gate.js';
import type { GateLimits } from './request-gate.js';

export interface CallLimits extends HttpLimits, GateLimits {
  readonly attempts: number;
  /** Pause after the first failure; doubles with each. */
  readonly firstPauseMs: number;
  readonly breaker: BreakerLimits;
}

/** What suits a public server: slow, easily annoyed, and now and then away. */
export const CALL_LIMITS: CallLimits = {
  connectMs: 3_000,
  totalMs: 10_000,
  maxBytes: 16 * 1024 * 1024,
  concurrency: 4,
  perSecond: 5,
  attempts: 3,
  firstPauseMs: 500,
  breaker: { failures: 5, restMs: 30_000 },
};

/** A pause that the provider asks for is kept within the call up to this; a longer one is the caller's business. */
const LONGEST_PAUSE_MS = 10_000;

export interface CallDeps {
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1, for the jitter of pauses. */
  readonly random: () => number;
}

/** Faults that may be gone with the next attempt, a moment later. */
const TRIED_AGAIN: ReadonlySet<ProviderFault> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'SERVER_ERROR',
  'RATE_LIMITED',
  'NOT_JSON',
  'UNKNOWN_FORM',
  'UNEQUAL_COLUMNS',
  'UNSORTED',
]);

/** Faults that say nothing about the provider's health. */
const ABOUT_THE_REQUEST: ReadonlySet<ProviderFault> = new Set(['REQUEST_REFUSED', 'EMPTY_ANSWER', 'CIRCUIT_OPEN']);

/** All requests to one provider: limits, attempts, circuit breaker, counters. */
export class ProviderCalls {
  private readonly provider: string;
  private readonly limits: CallLimits;
  private readonly deps: CallDeps;
  private readonly gate: RequestGate;
  private readonly breaker: CircuitBreaker;

  constructor(provider: string, limits: CallLimits, deps: CallDeps) {
    this.provider = provider;
    this.limits = limits;
    this.deps = deps;
    this.gate = new RequestGate(provider, limits, deps.timers);
    this.breaker = new CircuitBreaker(provider, limits.breaker, deps.timers, deps.metrics);
  }

  /**
   * Asks and understands. What `understand` throws as a fault of the provider counts as a failed attempt, so that an answer
   * full of nonsense is asked for again.
   * @param prepare made anew for each attempt: signatures carry the time
   */
  async ask<T>(prepare: () => HttpCall | Promise<HttpCall>, understand: (answer: HttpAnswer) => T, abort: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(prepare, understand, abort);
      } catch (error) {
        const fault = faultOf(error);
        const askedMs = error instanceof DomainError ? Number(error.details['retryAfterMs'] ?? 0) : 0;
        if (fault === undefined || !TRIED_AGAIN.has(fault) || attempt >= this.limits.attempts || askedMs > LONGEST_PAUSE_MS) throw error;
        const pauseMs = this.limits.firstPauseMs * 2 ** (attempt - 1) * (0.5 + this.deps.random() / 2);
        this.deps.logger.debug({ provider: this.provider, fault, attempt }, 'a request to a provider failed and is made again');
        await pause(this.deps.timers, Math.max(pauseMs, askedMs), abort);
      }
    }
  }

  private async attempt<T>(
    prepare: () => HttpCall | Promise<HttpCall>,
    understand: (answer: HttpAnswer) => T,
    abort: AbortSignal,
  ): Promise<T> {
    try {
      this.breaker.admit();
    } catch (error) {
      this.count('CIRCUIT_OPEN');
      throw error;
    }
    try {
      const result = await this.gate.run(async () => {
        const answer = await exchange(this.provider, await prepare(), this.limits, abort);
        refuseByStatus(this.provider, answer);
        return understand(answer);
      }, abort);
      this.breaker.succeeded();
      this.count(Array.isArray(result) && result.length === 0 ? 'EMPTY_ANSWER' : 'OK');
      return result;
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined) this.breaker.abandoned();
      else {
        this.count(fault);
        if (ABOUT_THE_REQUEST.has(fault)) this.breaker.succeeded();
        else this.breaker.failed((error as DomainError).details['retryAfterMs'] as number | undefined);
      }
      throw error;
    }
  }

  private count(outcome: ProviderFault | 'OK'): void {
    this.deps.metrics.increment('provider_requests_total', { provider: this.provider, outcome: outcome.toLowerCase() });
  }
}

function refuseByStatus(provider: string, { status, headers }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 429) {
    throw providerError(provider, 'RATE_LIMITED', 'too many requests', { retryAfterMs: retryAfterMs(headers['retry-after']) });
  }
  if (status === 401 || status === 403) throw providerError(provider, 'ACCESS_REFUSED', `access refused (${status})`);
  if (status >= 500) throw providerError(provider, 'SERVER_ERROR', `server error ${status}`);
  throw providerError(provider, 'REQUEST_REFUSED', `refused the request (${status})`);
}

/** Seconds; a date is not read, the usual pause then stands. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
