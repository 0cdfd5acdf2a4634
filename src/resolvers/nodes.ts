import type { Stock } from '../domain/market/stock.js';
import type { MeasuredValues, Signal } from '../domain/vpa/signal.js';
import { toGlobalId } from './global-id.js';

/** A stock as resolvers hand it on; `key` is its id in the database. */
export interface StockNode extends Stock {
  readonly __typename: 'Stock';
  readonly key: string;
}

/** A signal as resolvers hand it on: what was measured lies beside what it is. */
export interface SignalNode extends Omit<Signal, 'measured' | 'interval'>, Required<MeasuredValues> {
  readonly __typename: 'Signal';
}

export function stockNode(stock: Stock): StockNode {
  return { ...stock, __typename: 'Stock', key: stock.id, id: toGlobalId('Stock', stock.id) };
}

export function signalNode(signal: Signal): SignalNode {
  const { measured, interval: _interval, ...rest } = signal;
  return { ...rest, marks: [], ...measured, __typename: 'Signal', id: toGlobalId('Signal', signal.id) };
}
