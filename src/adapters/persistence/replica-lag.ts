/** Looks that are remembered: a replica further behind than these is far too far. */
const MOST_LOOKS = 256;

interface Look {
  /** Bytes of the log that the primary had written. */
  readonly written: number;
  readonly atMs: number;
}

/**
 * For how long a replica has been behind, from where the primary was when it was looked at: needs neither a common clock nor the trust of a
 * replica that may not know that it is cut off.
 */
export class ReplicaLag {
  readonly #looks: Look[] = [];

  /** The primary has written up to here. */
  note(written: number, atMs: number): void {
    this.#looks.push({ written, atMs });
    if (this.#looks.length > MOST_LOOKS) this.#looks.splice(1, 1);
  }

  /** Seconds since the oldest look at what a replica that has replayed up to here still lacks; 0 where it lacks nothing that was seen. */
  secondsAt(replayed: number, nowMs: number): number {
    const lacking = this.#looks.findIndex(({ written }) => written > replayed);
    this.#looks.splice(0, lacking < 0 ? this.#looks.length : lacking);
    const [oldest] = this.#looks;
    return oldest === undefined ? 0 : (nowMs - oldest.atMs) / 1_000;
  }
}
