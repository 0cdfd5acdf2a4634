import type { ScreenedStock } from '../application/ports/screens.js';
import { stockNode, type StockNode } from './nodes.js';

/** A row of a screen as resolvers hand it on. */
export interface ScreenedNode extends Omit<ScreenedStock, 'stock' | 'rank'> {
  readonly stock: StockNode;
}

export function screenedNode({ stock, reading, supportDistance, resistanceDistance, score, confidence }: ScreenedStock): ScreenedNode {
  return { stock: stockNode(stock), reading, supportDistance, resistanceDistance, score, confidence };
}
