import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { SignalScore } from '../domain/vpa/scoring/signal-score.js';
import { rowCost } from '../schema/cost.js';
import { SignalScoreType } from '../schema/signal-score.type.js';
import { SignalType } from '../schema/signal.type.js';
import { fromGlobalId } from './global-id.js';
import type { Context } from './context.js';
import type { SignalNode } from './nodes.js';

@Resolver(() => SignalType)
export class ScoreResolver {
  @FieldResolver(() => SignalScoreType, {
    nullable: true,
    complexity: rowCost,
    description: 'Its score and what became of it; null for an index, and for some seconds after it was found.',
  })
  async score(@Root() { id }: SignalNode, @Ctx() { loaders }: Context): Promise<SignalScore | null> {
    const found = fromGlobalId(id);
    return found === undefined ? null : loaders.score.load(found.key);
  }
}
