import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { BacktestState } from '../../domain/backtest/backtest-state.js';
import type { EventPosition } from '../../domain/events.js';
import { found, ownUserId, requireUuid } from '../accounts/account-deps.js';
import type { FeedItem } from '../events/feed-item.js';
import type { LiveFeed } from '../events/live-feed.js';
import { openFeed, type FeedDeps } from '../events/open-feed.js';
import type { BacktestBook } from '../ports/backtests.js';

/** What a feed tells of a backtest: where it stood then. */
export interface ToldProgress {
  readonly type: 'PROGRESS';
  readonly backtestId: string;
  readonly state: BacktestState;
  /** 0 to 1. */
  readonly progress: number;
}

export type BacktestFeedItem = FeedItem<ToldProgress>;
export type BacktestFeed = LiveFeed<BacktestFeedItem>;

/**
 * How a backtest of the actor moves on, from a position on: replay from the table, then live; gaps as of signals.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND
 */
export function watchBacktest(
  feed: FeedDeps,
  backtests: Pick<BacktestBook, 'find'>,
): (input: { readonly id: string; readonly after: EventPosition | null }, actor: Actor) => Promise<BacktestFeed> {
  return async ({ id, after }, actor) => {
    requirePermission(actor, 'backtest:read');
    const userId = ownUserId(actor);
    const [own = null] = await backtests.find(userId, [requireUuid(id, 'backtest')]);
    const { id: backtestId } = found(own, 'backtest');
    return openFeed(
      feed,
      (event) =>
        event.type === 'backtest.changed' && event.backtestId === backtestId && event.userId === userId
          ? { type: 'PROGRESS' as const, backtestId, state: event.state, progress: event.progress }
          : null,
      after,
    );
  };
}
