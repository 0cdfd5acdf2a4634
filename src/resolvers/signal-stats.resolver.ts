import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import type { StoredRecordRow } from '../application/ports/readings.js';
import { DETECTORS } from '../domain/vpa/detectors/index.js';
import { HorizonEnum, RegimeEnum, SignalStatsArgs, SignalStatsType } from '../schema/signal-stats.type.js';
import { rowCost } from '../schema/cost.js';
import { SignalType } from '../schema/signal.type.js';
import type { Context } from './context.js';
import type { SignalNode } from './nodes.js';

const REGIME_COUNT = Object.keys(RegimeEnum).length;
const HORIZON_COUNT = Object.keys(HorizonEnum).length;

/** Rows that are asked for; a value that is named twice is one. */
function statsCost({
  args,
  childComplexity,
}: {
  readonly args: Readonly<Record<string, unknown>>;
  readonly childComplexity: number;
}): number {
  const named = (value: unknown, all: number) => (Array.isArray(value) ? Math.min(new Set(value).size, all) : all);
  const rows = named(args['kinds'], DETECTORS.length) * named(args['regimes'], REGIME_COUNT) * named(args['horizons'], HORIZON_COUNT);
  return 1 + rows * (1 + childComplexity);
}

@Resolver(() => SignalType)
export class SignalStatsResolver {
  @Authorized('signal:read')
  @Query(() => [SignalStatsType], {
    complexity: statsCost,
    description: 'What followed the signals of each kind, by kind, regime and horizon. Computed anew after each close.',
  })
  signalStats(
    @Args(() => SignalStatsArgs) { kinds, regimes, horizons }: SignalStatsArgs,
    @Ctx() { app, actor }: Context,
  ): Promise<readonly StoredRecordRow[]> {
    return app.listSignalStats({ ...(kinds ? { kinds } : {}), regimes, horizons }, actor);
  }

  @FieldResolver(() => SignalStatsType, {
    nullable: true,
    complexity: rowCost,
    description: 'The record of its kind after five sessions, in all regimes, as it is today; what was known on its day is in `score`.',
  })
  record(@Root() { kind }: SignalNode, @Ctx() { loaders }: Context): Promise<StoredRecordRow | null> {
    return loaders.record.load(kind);
  }
}
