/** How many trades of a share are remembered to know a repetition. */
const REMEMBERED = 32;

/** Volumes of the session after the last trades: each trade moves it, so one that was there is a repetition. */
export class RecentVolumes {
  readonly #volumes = new Float64Array(REMEMBERED).fill(-1);
  #next = 0;

  /** False where it is remembered already. */
  remember(sessionVolume: number): boolean {
    if (this.#volumes.includes(sessionVolume)) return false;
    this.#volumes[this.#next] = sessionVolume;
    this.#next = (this.#next + 1) % REMEMBERED;
    return true;
  }
}
