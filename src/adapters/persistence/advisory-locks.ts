/** Advisory locks of this service, as (class, number): any other user of the database must keep clear of the class. */
const CLASS = 7_237_402;

/** Held by the one who migrates. */
export const MIGRATION_LOCK = [CLASS, 1] as const;
/** Held by the relay that numbers events. */
export const RELAY_LOCK = [CLASS, 3] as const;
/** Held by the leaders of the realtime worker: one number for each shard, from the first on. */
export const LEADER_LOCKS = { class: CLASS, first: 1_000 } as const;
// Number 2 is held while a partition is made, by the function make_market_data_partitions.
