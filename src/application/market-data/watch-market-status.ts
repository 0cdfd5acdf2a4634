import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { marketStatusAt, type MarketStatus } from '../../domain/market/market-status.js';
import { EXCHANGES, type Exchange } from '../../domain/market/stock.js';
import type { LiveFeed } from '../events/live-feed.js';
import type { MarketClock } from '../ports/clock.js';
import type { Timers } from '../ports/timers.js';
import { OwnFeed } from '../realtime/own-feed.js';

export interface StatusItem {
  readonly type: 'STATUS';
  readonly status: MarketStatus;
}

export interface WatchStatusDeps {
  readonly clock: MarketClock;
  readonly timers: Timers;
}

/** The clock of the market may be faster than ours: it is looked at this often at least. */
const LOOK_MS = 1_000;
/** A change is told that soon after it at the latest. */
const SOONEST_MS = 50;

/** What exchanges do: first now, then each time that it changes. All of them where none is named. @throws {DomainError} FORBIDDEN */
export function watchMarketStatus(
  deps: WatchStatusDeps,
): (input: { readonly exchange?: Exchange }, actor: Actor) => Promise<LiveFeed<StatusItem>> {
  return async ({ exchange }, actor) => {
    requirePermission(actor, 'stock:read');
    return new StatusFeed(deps, exchange === undefined ? EXCHANGES : [exchange]);
  };
}

class StatusFeed extends OwnFeed<StatusItem> {
  readonly #deps: WatchStatusDeps;
  readonly #exchanges: readonly Exchange[];
  readonly #told = new Map<Exchange, string>();
  #items: StatusItem[] = [];
  #cancel: () => void = () => {};

  constructor(deps: WatchStatusDeps, exchanges: readonly Exchange[]) {
    super();
    this.#deps = deps;
    this.#exchanges = exchanges;
  }

  protected take(): readonly StatusItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  protected hasItems(): boolean {
    if (this.#items.length > 0) return true;
    const now = this.#deps.clock.now();
    let nextChangeAt = Infinity;
    for (const exchange of this.#exchanges) {
      const status = marketStatusAt(exchange, now);
      nextChangeAt = Math.min(nextChangeAt, status.nextChangeAt.getTime());
      const state = `${status.phase} ${status.closedReason} ${status.nextChangeAt.getTime()}`;
      if (this.#told.get(exchange) === state) continue;
      this.#told.set(exchange, state);
      this.#items.push({ type: 'STATUS', status });
    }
    if (this.#items.length === 0) this.#lookAgain(nextChangeAt - now.getTime());
    return this.#items.length > 0;
  }

  protected end(): void {
    this.#cancel();
  }

  #lookAgain(inMs: number): void {
    this.#cancel();
    this.#cancel = this.#deps.timers.schedule(Math.min(Math.max(inMs, SOONEST_MS), LOOK_MS), () => this.wakeUp());
  }
}
