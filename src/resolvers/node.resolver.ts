import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';

import { rowCost } from '../schema/cost.js';
import { NodeType } from '../schema/node.type.js';
import type { Context } from './context.js';
import { fromGlobalId } from './global-id.js';
import { signalNode, stockNode, type SignalNode, type StockNode } from './nodes.js';

@Resolver()
export class NodeResolver {
  @Authorized('stock:read')
  @Query(() => NodeType, { nullable: true, complexity: rowCost, description: 'Anything by its global id; null where there is none.' })
  async node(@Arg('id', () => ID) id: string, @Ctx() { loaders }: Context): Promise<StockNode | SignalNode | null> {
    const found = fromGlobalId(id);
    if (found === undefined) return null;
    if (found.type === 'Stock') return loaders.stockById.load(found.key).then((stock) => stock && stockNode(stock));
    return loaders.signalById.load(found.key).then((signal) => signal && signalNode(signal));
  }
}
