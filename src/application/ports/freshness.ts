import type { BarSource } from '../../domain/market/bar.js';

export interface FeedAge {
  readonly feed: BarSource;
  /** Since the newest bar of the feed was received, by the clock of the database. */
  readonly seconds: number;
}

/** How old the newest bars are. */
export interface Freshness {
  /** One entry for each feed that delivered the newest bar of at least one stock. */
  feedAges(): Promise<readonly FeedAge[]>;
}
