import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { SavedScreen } from '../application/ports/screens.js';
import type { Signal } from '../domain/vpa/signal.js';
import { DonePayloadType } from '../schema/account.type.js';
import { computedCost, listCost } from '../schema/cost.js';
import { ScreenArgs } from '../schema/screen.args.js';
import {
  SavedScreenPayloadType,
  SavedScreenType,
  SaveScreenInputType,
  ScreenConnectionType,
  ScreenedStockType,
  ScreenRunPayloadType,
} from '../schema/screen.type.js';
import { SignalType } from '../schema/signal.type.js';
import { toConnection, toPage, type CountedConnection } from './connection.js';
import type { Context } from './context.js';
import { screenCursor } from './cursor.js';
import { toScreenFilter } from './filters.js';
import { answering } from './mutation-answer.js';
import { signalNode, type SignalNode } from './nodes.js';
import { screenedNode, type ScreenedNode } from './screened-node.js';

const FEW_ROWS = 20;
/** Rules that can fire on one bar. */
const SIGNALS_OF_A_BAR = 30;
/** A run reads all stocks. */
const WHOLE_MARKET = 500;

@Resolver(() => ScreenedStockType)
export class ScreenResolver {
  @Authorized('signal:read')
  @Query(() => ScreenConnectionType, {
    complexity: listCost,
    description: 'Stocks by what is known after their newest bars: signals, phase, strength, levels.',
  })
  async screen(@Args(() => ScreenArgs) args: ScreenArgs, @Ctx() { app, actor }: Context): Promise<CountedConnection<ScreenedNode>> {
    const input = { filter: toScreenFilter(args.filter), order: args.order, page: toPage(args, screenCursor) };
    const { items, hasNextPage } = await app.screen(input, actor);
    const rows = items.map((item) => ({ ...item, symbol: item.stock.symbol }));
    const connection = toConnection({ items: rows, hasNextPage }, input.page, screenCursor, screenedNode);
    return { ...connection, totalCount: () => app.countScreen(input, actor) };
  }

  @FieldResolver(() => [SignalType], {
    complexity: computedCost(FEW_ROWS),
    description: 'All signals of its newest bar.',
  })
  async signals(@Root() { stock, reading }: ScreenedNode, @Ctx() { loaders }: Context): Promise<readonly SignalNode[]> {
    const { tradingDate: day } = reading;
    const query = { filter: { from: day, to: day }, page: { first: SIGNALS_OF_A_BAR, after: null } };
    const { items } = await loaders.signals.load(stock.key, query);
    return items.map((signal: Signal) => signalNode(signal));
  }

  @Authorized('screen:read')
  @Query(() => [SavedScreenType], { complexity: computedCost(FEW_ROWS), description: 'Your saved screens, the oldest first; at most 50.' })
  async savedScreens(@Ctx() { app, actor }: Context): Promise<readonly SavedScreenType[]> {
    return (await app.listSavedScreens(actor)).map(savedScreenNode);
  }

  @Authorized('screen:write')
  @Mutation(() => SavedScreenPayloadType, { description: 'Saves a screen.' })
  async saveScreen(
    @Arg('input', () => SaveScreenInputType, { description: 'The screen.' }) input: SaveScreenInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<SavedScreenPayloadType> {
    const { name, order, idempotencyKey } = input;
    return answering(async () => ({
      screen: savedScreenNode(await app.saveScreen({ name, filter: toScreenFilter(input.filter), order, idempotencyKey }, actor)),
    }));
  }

  @Authorized('screen:write')
  @Mutation(() => DonePayloadType, { description: 'Removes a saved screen of yours.' })
  async deleteSavedScreen(
    @Arg('id', () => ID, { description: 'Of the screen.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.deleteSavedScreen(id, actor), {}));
  }

  @Authorized('screen:write')
  @Mutation(() => ScreenRunPayloadType, {
    complexity: computedCost(WHOLE_MARKET),
    description: 'Runs a saved screen of yours and tells what changed since its last run.',
  })
  async runSavedScreen(
    @Arg('id', () => ID, { description: 'Of the screen.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<ScreenRunPayloadType> {
    return answering(async () => {
      const { screen, ...run } = await app.runSavedScreen(id, actor);
      return { ...run, screen: savedScreenNode(screen) };
    });
  }
}

function savedScreenNode({ filter, ...screen }: SavedScreen): SavedScreenType {
  const told = Object.fromEntries(Object.entries(filter).filter(([, part]) => part !== null));
  return { ...screen, filter: JSON.stringify(told) };
}
