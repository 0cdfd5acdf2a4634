import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';

import type { QuarantineCount, QuarantinedBar } from '../application/ports/readers.js';
import { computedCost, listCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import { QuarantineCountType, QuarantinedBarConnectionType } from '../schema/quarantined-bar.type.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { quarantineCursor } from './cursor.js';

@Resolver()
export class QuarantineResolver {
  @Authorized('quarantine:read')
  @Query(() => QuarantinedBarConnectionType, {
    complexity: listCost,
    description: 'Bars that were refused, newest first. For administrators.',
  })
  async quarantinedBars(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<QuarantinedBar>> {
    const page = toPage(args, quarantineCursor);
    return toConnection(await app.listQuarantinedBars({ page }, actor), page, quarantineCursor, (bar) => bar);
  }

  @Authorized('quarantine:read')
  @Query(() => [QuarantineCountType], {
    complexity: computedCost(100),
    description: 'How many bars were refused, by source and reason: the hundred largest numbers, the most first. For administrators.',
  })
  quarantineCounts(@Ctx() { app, actor }: Context): Promise<readonly QuarantineCount[]> {
    return app.countQuarantinedBars(actor);
  }
}
