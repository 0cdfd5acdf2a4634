/** A made-up daily bar. Prices in whole VND (index: hundredths of a point), volume in shares. */
export interface SimulatedBar {
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
