import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { PlacedReading } from '../domain/vpa/reading/stock-reading.js';
import { rowCost } from '../schema/cost.js';
import { StockReadingType } from '../schema/stock-reading.type.js';
import { StockType } from '../schema/stock.type.js';
import type { Context } from './context.js';
import type { StockNode } from './nodes.js';

@Resolver(() => StockType)
export class StockReadingResolver {
  @FieldResolver(() => StockReadingType, {
    nullable: true,
    complexity: rowCost,
    description: 'Trend, levels, Wyckoff phase and strength after its newest bar; null for some seconds after its first bars came.',
  })
  reading(@Root() stock: StockNode, @Ctx() { loaders }: Context): Promise<PlacedReading | null> {
    return loaders.reading.load(stock.key);
  }
}
