/** A row on its way to the wire, prices in the unit of the protocol. What is wrong may be of any type. */
export interface WireRow {
  /** Seconds of UTC. */
  readonly t: unknown;
  readonly o: unknown;
  readonly h: unknown;
  readonly l: unknown;
  readonly c: unknown;
  readonly v: unknown;
  /** Turnover in VND. */
  readonly value: number;
}
