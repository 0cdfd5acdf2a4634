import type { BarColumns } from '../../market/bar.js';
import type { Exchange } from '../../market/stock.js';
import { analyseSeries } from '../../vpa/analyse-series.js';
import type { StockSeries } from '../../vpa/scoring/score-market.js';
import type { Workspace } from '../../vpa/workspace.js';
import { inWholeVnd } from '../instrument.js';
import { deliveriesBetween, type Deliveries } from './deliveries.js';
import type { LoneStock } from './trade-alone.js';

/** A stock with what entry rules of a search ask about its bars. All columns may lie in shared memory. */
export interface StudyStock extends LoneStock {
  readonly symbol: string;
  readonly volumeRatio: Float64Array;
  readonly closePosition: Float64Array;
  /** Kinds of signals that fired, a bit for each in the order of the registry. */
  readonly fired: Int32Array;
}

/** Measures a stock once for all points of a search. */
export function studyStock(
  { symbol, bars }: StockSeries,
  {
    exchange,
    priceUnitVnd,
    deliveries,
    workspace,
  }: { exchange: Exchange; priceUnitVnd: number; deliveries: Deliveries; workspace: Workspace },
): StudyStock {
  const { state } = analyseSeries(bars, { symbol, isIndex: false }, workspace);
  const length = bars.length;
  return {
    symbol,
    exchange,
    deliveries,
    bars: inWholeVnd(bars, priceUnitVnd),
    volumeRatio: state.volumeRatio.slice(0, length),
    closePosition: state.closePosition.slice(0, length),
    fired: Int32Array.from(state.fired.subarray(0, length)),
  };
}

/** Deliveries over all days on which one of these has a bar. */
export function deliveriesOf(series: readonly { readonly bars: BarColumns }[]): Deliveries {
  const firsts = series.flatMap(({ bars }) => bars.epochDay[0] ?? []);
  const lasts = series.flatMap(({ bars }) => bars.epochDay.at(-1) ?? []);
  return deliveriesBetween(Math.min(...firsts), Math.max(...lasts));
}
