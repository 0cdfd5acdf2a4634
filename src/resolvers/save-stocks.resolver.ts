import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';

import { SaveStocksPayloadType, StockInputType } from '../schema/save-stocks.type.js';
import type { Context } from './context.js';
import { answering } from './mutation-answer.js';

@Resolver()
export class SaveStocksResolver {
  @Authorized('reference:write')
  @Mutation(() => SaveStocksPayloadType, {
    description: 'Makes or changes shares, at most 500, all or none. The same again changes nothing. For administrators.',
  })
  saveStocks(
    @Arg('stocks', () => [StockInputType], { description: 'The shares as they are to be.' }) stocks: StockInputType[],
    @Ctx() { app, actor, address }: Context,
  ): Promise<SaveStocksPayloadType> {
    const given = stocks.map(({ sector = null, exchange = null, ...rest }) => ({ ...rest, sector, exchange }));
    return answering(() => app.saveStocks({ stocks: given, address }, actor));
  }
}
