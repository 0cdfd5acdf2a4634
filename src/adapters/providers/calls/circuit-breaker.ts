import type { Metrics } from '../../../application/ports/telemetry.js';
import type { Timers } from '../../../application/ports/timers.js';
import { providerError } from './provider-error.js';

export interface BreakerLimits {
  /** Failures in a row after which nobody asks for a while. */
  readonly failures: number;
  /** How long that while is. */
  readonly restMs: number;
}

const GAUGE = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const;

/** Leaves a provider alone that fails again and again; then lets one request try. */
export class CircuitBreaker {
  private readonly provider: string;
  private readonly limits: BreakerLimits;
  private readonly timers: Timers;
  private readonly metrics: Metrics;
  private state: keyof typeof GAUGE = 'CLOSED';
  private failures = 0;
  private restUntil = 0;

  constructor(provider: string, limits: BreakerLimits, timers: Timers, metrics: Metrics) {
    this.provider = provider;
    this.limits = limits;
    this.timers = timers;
    this.metrics = metrics;
    this.enter('CLOSED');
  }

  /** Called before a request. @throws {DomainError} CIRCUIT_OPEN while nobody may ask. */
  admit(): void {
    if (this.state === 'CLOSED') return;
    const waitMs = this.restUntil - this.timers.now();
    if (this.state === 'HALF_OPEN' || waitMs > 0) {
      throw providerError(this.provider, 'CIRCUIT_OPEN', 'not asked: it failed again and again', { retryAfterMs: Math.max(0, waitMs) });
    }
    this.enter('HALF_OPEN');
  }

  succeeded(): void {
    this.failures = 0;
    if (this.state !== 'CLOSED') this.enter('CLOSED');
  }

  /** @param restMs the pause that the provider asks for, where it does */
  failed(restMs = 0): void {
    this.failures += 1;
    if (this.state !== 'HALF_OPEN' && this.failures < this.limits.failures) return;
    this.restUntil = this.timers.now() + Math.max(restMs, this.limits.restMs);
    this.enter('OPEN');
  }

  /** A trial that said nothing about the provider: another one may try. */
  abandoned(): void {
    if (this.state === 'HALF_OPEN') this.enter('OPEN');
  }

  private enter(state: keyof typeof GAUGE): void {
    this.state = state;
    this.metrics.set('circuit_state', GAUGE[state], { provider: this.provider });
  }
}
