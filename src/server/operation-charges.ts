import type { RateLimiter } from '../application/ports/rate-limiter.js';
import { networkOf } from '../domain/access/network.js';
import { actorClass, actorKey, type Actor } from '../domain/access/actor.js';
import type { BucketLimit } from '../domain/access/token-bucket.js';
import type { ActorClass } from './operation-limits.js';

/** The bucket that each class of actors has; null: no limit. */
export type OperationRates = Readonly<Record<ActorClass, BucketLimit | null>>;

/** Whose bucket pays. */
export interface Caller {
  readonly actor: Actor;
  /** By which callers are told apart who are nobody in particular. */
  readonly address: string;
}

/** What an operation costs, and what its caller may still spend. */
export interface Charge {
  readonly cost: number;
  /** Null where there is no limit. */
  readonly budget: { readonly remaining: number; readonly capacity: number; readonly refillPerSecond: number } | null;
  /** Until there is enough again; 0 where the operation was paid. */
  readonly retryAfterMs: number;
}

/** Takes the cost of each operation from the bucket of its caller: a user, a key, or else a network. */
export class OperationCharges {
  readonly #limiter: RateLimiter;
  readonly #rates: OperationRates;

  constructor(limiter: RateLimiter, rates: OperationRates) {
    this.#limiter = limiter;
    this.#rates = rates;
  }

  async take({ actor, address }: Caller, cost: number): Promise<Charge> {
    const limit = this.#rates[actorClass(actor)];
    if (limit === null) return { cost, budget: null, retryAfterMs: 0 };
    const who = actor.kind === 'ANONYMOUS' ? `address:${networkOf(address)}` : actorKey(actor);
    const { allowed, remaining, retryAfterMs } = await this.#limiter.take({ key: `operation:${who}`, ...limit }, cost);
    return { cost, budget: { remaining, ...limit }, retryAfterMs: allowed ? 0 : Math.max(1, retryAfterMs) };
  }
}

/** As clients see it, in `extensions` of each answer. */
export function chargeExtensions({ cost, budget }: Charge): Record<string, unknown> {
  return budget === null ? { cost } : { cost, budget };
}
