/** A span of sessions to choose on, and the later one to be judged on. Days since 1970-01-01, all included. */
export interface WalkWindow {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

/** All in sessions. */
export interface WalkOptions {
  readonly train: number;
  readonly test: number;
  /** Left out between the two, so that no trade of the first is still open in the second: at least the longest time in a position. */
  readonly embargo: number;
}

/** The windows over these sessions; each test begins where the one before ended, so that together they are one history that nothing was chosen on. */
export function walkWindows(days: Int32Array, { train, test, embargo }: WalkOptions): readonly WalkWindow[] {
  const windows: WalkWindow[] = [];
  for (let start = 0; start + train + embargo + test <= days.length; start += test) {
    const testStart = start + train + embargo;
    windows.push({
      trainFrom: days[start] as number,
      trainTo: days[start + train - 1] as number,
      testFrom: days[testStart] as number,
      testTo: days[testStart + test - 1] as number,
    });
  }
  return windows;
}
