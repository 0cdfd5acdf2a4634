import { Arg, Authorized, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';

import type { CorporateAction } from '../domain/market/corporate-action.js';
import { CorporateActionPayloadType, CorporateActionType, RecordCorporateActionInputType } from '../schema/corporate-action.type.js';
import { computedCost } from '../schema/cost.js';
import { StockType } from '../schema/stock.type.js';
import type { Context } from './context.js';
import { answering } from './mutation-answer.js';
import type { StockNode } from './nodes.js';

@Resolver(() => StockType)
export class CorporateActionResolver {
  @FieldResolver(() => [CorporateActionType], {
    complexity: computedCost(10),
    description: 'What moved its price without a trade, newest first, at most 100. Adjusted bars and signals follow from it.',
  })
  corporateActions(@Root() stock: StockNode, @Ctx() { loaders }: Context): Promise<readonly CorporateAction[]> {
    return loaders.corporateActions.load(stock.key);
  }

  @Authorized('reference:write')
  @Mutation(() => CorporateActionPayloadType, {
    description:
      'Records a corporate action: bars before its ex-date are adjusted from now on, and the stock is scanned again. The same again changes nothing. For administrators.',
  })
  async recordCorporateAction(
    @Arg('input', () => RecordCorporateActionInputType, { description: 'The action.' }) input: RecordCorporateActionInputType,
    @Ctx() { app, actor, address }: Context,
  ): Promise<CorporateActionPayloadType> {
    const { symbol, exDate, kind, cash = null, newShares = null, heldShares = null, price = null } = input;
    const action = { symbol, exDate, kind, cash, newShares, heldShares, price };
    return answering(async () => ({ corporateAction: await app.recordCorporateAction({ ...action, address }, actor) }));
  }

  @Authorized('reference:write')
  @Mutation(() => CorporateActionPayloadType, {
    description: 'Takes back a corporate action that was recorded in error. For administrators.',
  })
  async cancelCorporateAction(
    @Arg('id', () => ID, { description: 'Of the action.' }) id: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<CorporateActionPayloadType> {
    return answering(async () => ({ corporateAction: await app.cancelCorporateAction({ id, address }, actor) }));
  }
}
