import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { AlertAttempt, AlertDelivery } from '../application/ports/alerts.js';
import { AlertAttemptConnectionType } from '../schema/alert-attempt.type.js';
import { AlertDeliveryType } from '../schema/alert-delivery.type.js';
import { listCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { attemptCursor } from './cursor.js';

@Resolver(() => AlertDeliveryType)
export class AlertAttemptResolver {
  @FieldResolver(() => AlertAttemptConnectionType, { complexity: listCost, description: 'Every attempt at it, the first one first.' })
  async attemptHistory(
    @Root() delivery: AlertDelivery,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<AlertAttempt>> {
    const page = toPage(args, attemptCursor);
    return toConnection(await loaders.attempts.load(delivery.id, page), page, attemptCursor, (attempt) => attempt);
  }
}
