interface PlainBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The common task as a program of objects and slices does it. @returns trades */
export function objectsTask(stocks: readonly (readonly PlainBar[])[], cash: number): number {
  let trades = 0;
  for (const bars of stocks) {
    let equity = cash;
    let position: { readonly shares: number; readonly entry: number; readonly paid: number } | undefined;
    let isWanted = false;
    for (const [t, bar] of bars.entries()) {
      if (isWanted && position === undefined) {
        const shares = Math.floor(equity / (bar.open * 1.0015));
        position = { shares, entry: t, paid: bar.open };
        equity -= shares * bar.open * 1.0015;
      }
      if (position !== undefined) {
        const stop = position.paid * 0.97;
        const isStopped = bar.low <= stop;
        const isOld = t - position.entry > 10;
        if (isOld || isStopped) {
          const price = isOld ? bar.open : Math.min(bar.open, stop);
          equity += position.shares * price * (1 - 0.0015 - 0.001);
          position = undefined;
          trades += 1;
        }
      }
      const before = bars.slice(Math.max(0, t - 20), t);
      const mean = before.reduce((sum, { volume }) => sum + volume, 0) / before.length;
      const place = bar.high === bar.low ? 0.5 : (bar.close - bar.low) / (bar.high - bar.low);
      isWanted = position === undefined && before.length === 20 && bar.volume >= 2 * mean && place >= 0.6;
    }
  }
  return trades;
}
