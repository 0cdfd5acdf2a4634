import { SIMULATED_INSTRUMENTS } from './instruments.js';
import type { SimulatedBar } from './simulated-bar.js';

/** The index stands at 1 000 points at the start prices, in hundredths of a point. */
const BASE = 100_000;

const MEMBERS: ReadonlyMap<string, number> = new Map(
  SIMULATED_INSTRUMENTS.filter(({ exchange }) => exchange === 'HOSE').map(({ symbol, issuedShares }) => [symbol, issuedShares]),
);
const START_VALUE = SIMULATED_INSTRUMENTS.filter(({ symbol }) => MEMBERS.has(symbol)).reduce(
  (sum, { startPrice, issuedShares }) => sum + startPrice * issuedShares,
  0,
);

/**
 * The bar of VNINDEX: the value of all HOSE members against their value at the start; volume is the members' sum.
 * Members reach their highs and lows at different times, so the index goes only half the way that their sum would.
 */
export function indexBar(bars: readonly SimulatedBar[]): SimulatedBar {
  let volume = 0;
  const value = { open: 0, high: 0, low: 0, close: 0 };
  for (const bar of bars) {
    const shares = MEMBERS.get(bar.symbol);
    if (shares === undefined) continue;
    volume += bar.volume;
    value.open += shares * bar.open;
    value.high += shares * bar.high;
    value.low += shares * bar.low;
    value.close += shares * bar.close;
  }
  const points = (sum: number) => Math.round((sum / START_VALUE) * BASE);
  const open = points(value.open);
  const close = points(value.close);
  const top = Math.max(open, close);
  const bottom = Math.min(open, close);
  return {
    symbol: 'VNINDEX',
    open,
    high: top + Math.round((points(value.high) - top) / 2),
    low: bottom - Math.round((bottom - points(value.low)) / 2),
    close,
    volume,
  };
}
