import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';

import type { Performance } from '../domain/portfolio/performance/measure-performance.js';
import { PortfolioPerformanceArgs, PortfolioPerformanceType } from '../schema/portfolio-performance.type.js';
import type { Context } from './context.js';

/** Reading and walking the days of a portfolio, in rows. */
const WALKED = 1_000;

interface CostInput {
  readonly args: Readonly<Record<string, unknown>>;
  readonly childComplexity: number;
}

@Resolver()
export class PortfolioPerformanceResolver {
  @Authorized('portfolio:read')
  @Query(() => PortfolioPerformanceType, {
    complexity: ({ args, childComplexity }: CostInput) =>
      WALKED + (typeof args['points'] === 'number' ? Math.max(0, args['points']) : 0) + childComplexity,
    description: 'How a portfolio of yours did: time- and money-weighted, beside VNINDEX, and what it came from.',
  })
  async portfolioPerformance(
    @Args(() => PortfolioPerformanceArgs) { id, from, to, points, riskFreePct }: PortfolioPerformanceArgs,
    @Ctx() { app, actor }: Context,
  ): Promise<PortfolioPerformanceType> {
    return performanceNode(await app.portfolioPerformance({ id, from, to, points, riskFreePct }, actor));
  }
}

function performanceNode({ charges, bySymbol, bySector, byKind, ...rest }: Performance): PortfolioPerformanceType {
  return {
    ...rest,
    charges: charges.amount,
    chargesContributionPct: charges.contributionPct,
    bySymbol: bySymbol.map(({ key, ...part }) => ({ symbol: key, ...part })),
    bySector: bySector.map(({ key, ...part }) => ({ sector: key, ...part })),
    byKind: byKind.map(({ key, ...part }) => ({ kind: key, ...part })),
  };
}
