import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { EventPosition } from '../../domain/events.js';
import { ownUserId } from '../accounts/account-deps.js';
import type { FeedItem } from '../events/feed-item.js';
import type { LiveFeed } from '../events/live-feed.js';
import { openFeed, type FeedDeps } from '../events/open-feed.js';

/** What a feed tells of an alert: which entry of the ledger it is. */
export interface ToldAlert {
  readonly type: 'ALERT';
  readonly deliveryId: string;
}

export type AlertFeedItem = FeedItem<ToldAlert>;
export type AlertFeed = LiveFeed<AlertFeedItem>;

/** Alerts to the actor's own inbox as they arrive, from a position on: replay from the table, then live; gaps as of signals. @throws {DomainError} FORBIDDEN */
export function watchAlerts(deps: FeedDeps): (input: { readonly after: EventPosition | null }, actor: Actor) => Promise<AlertFeed> {
  return async ({ after }, actor) => {
    requirePermission(actor, 'alert:read');
    const userId = ownUserId(actor);
    return openFeed(
      deps,
      (event) =>
        event.type === 'alert.delivered' && event.userId === userId ? { type: 'ALERT' as const, deliveryId: event.deliveryId } : null,
      after,
    );
  };
}
