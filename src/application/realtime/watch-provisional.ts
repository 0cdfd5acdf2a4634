import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { ProvisionalReading } from '../../domain/vpa/provisional/provisional-reading.js';
import type { LiveFeed } from '../events/live-feed.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';
import type { Board } from './board.js';
import { BoardFeed, type BoardNews } from './board-feed.js';

/**
 * What rules find on the open bars of shares (null: all), first what is known, then as it changes. Nothing of it is stored.
 * @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function watchProvisional({ provisional }: { readonly provisional: Board<ProvisionalReading> }) {
  return async (
    { symbols }: { readonly symbols: readonly string[] | null },
    actor: Actor,
  ): Promise<LiveFeed<BoardNews<ProvisionalReading>>> => {
    requirePermission(actor, 'signal:read');
    return new BoardFeed(provisional, symbols === null ? null : [...new Set(normalizeSymbols(symbols))]);
  };
}
