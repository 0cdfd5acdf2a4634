import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import { DomainError } from '../domain/errors.js';
import { listCost, rowCost } from '../schema/cost.js';
import { SignalConnectionType, SignalType } from '../schema/signal.type.js';
import { SignalsArgs } from '../schema/signals.args.js';
import { StockType } from '../schema/stock.type.js';
import { toConnection, toPage, type CountedConnection } from './connection.js';
import type { Context } from './context.js';
import { signalCursor } from './cursor.js';
import { toSignalFilter } from './filters.js';
import { signalNode, stockNode, type SignalNode, type StockNode } from './nodes.js';

@Resolver(() => SignalType)
export class SignalResolver {
  @Authorized('signal:read')
  @Query(() => SignalConnectionType, {
    complexity: listCost,
    description: 'Signals by trading date, newest first, then symbol, kind and rule version.',
  })
  async signals(@Args(() => SignalsArgs) args: SignalsArgs, @Ctx() { app, actor }: Context): Promise<CountedConnection<SignalNode>> {
    const input = { filter: toSignalFilter(args.filter), page: toPage(args, signalCursor) };
    const connection = toConnection(await app.listSignals(input, actor), input.page, signalCursor, signalNode);
    return { ...connection, totalCount: () => app.countSignals(input, actor) };
  }

  @FieldResolver(() => StockType, { complexity: rowCost, description: 'The stock on whose bar the rule fired.' })
  async stock(@Root() signal: SignalNode, @Ctx() { loaders }: Context): Promise<StockNode> {
    const stock = await loaders.stockById.load(signal.stockId);
    if (stock === null) throw new DomainError('INTERNAL', `signal ${signal.id} has no stock`);
    return stockNode(stock);
  }
}
