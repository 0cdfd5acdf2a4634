/** Something that is known of a share now, and replaced by what is newer. */
export interface BoardItem {
  readonly symbol: string;
  /** When the trade happened that it is of, by the source. */
  readonly at: Date;
  /** When this platform heard of it. */
  readonly receivedAt: Date;
}

/**
 * Carries the newest state of each share between processes: prices, provisional signals. Lossy: a message that is lost is made up
 * for by the next one. Implementations: in-process, Redis Pub/Sub with the newest of each share in a hash.
 */
export interface BoardBus<Item extends BoardItem> {
  /** At most {@link MAX_BOARD_ITEMS}. Resolves when handed over. @throws {DomainError} PROVIDER_UNAVAILABLE, retryable, where the transport is away */
  publish(items: readonly Item[]): Promise<void>;
  /** Called with what comes, first with the newest of each share so far. Returns the end of it. */
  subscribe(handler: (items: readonly Item[]) => void): Promise<() => void>;
  close(): Promise<void>;
}

/** Items of a message at most, so that none is large. */
export const MAX_BOARD_ITEMS = 500;
