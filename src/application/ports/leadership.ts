/** The right to do something alone, until it is lost or given back. */
export interface Lease {
  /** Aborts when the right is lost: the database is away, or this process was frozen for too long. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** At most one leader for each place among all processes of a database. Who is killed loses its places within seconds. */
export interface Leadership {
  /** Null where somebody else leads. @throws {DomainError} retryable, where the database is away */
  tryLead(place: number): Promise<Lease | null>;
}
