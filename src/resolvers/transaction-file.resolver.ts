import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { computedCost } from '../schema/cost.js';
import { ImportPayloadType, ImportTransactionsInputType } from '../schema/transaction-file.type.js';
import type { Context } from './context.js';
import { answering } from './mutation-answer.js';

const ALL_TRANSACTIONS = 500;

@Resolver()
export class TransactionFileResolver {
  @Authorized('portfolio:read')
  @Query(() => String, {
    complexity: computedCost(ALL_TRANSACTIONS),
    description: 'All transactions of a portfolio of yours as CSV (RFC 4180), safe to be opened as a spreadsheet.',
  })
  exportPortfolio(@Arg('id', () => ID, { description: 'Of the portfolio.' }) id: string, @Ctx() { app, actor }: Context): Promise<string> {
    return app.exportPortfolio(id, actor);
  }

  @Authorized('portfolio:write')
  @Mutation(() => ImportPayloadType, { description: 'Enters every line of a CSV, or none.' })
  async importTransactions(
    @Arg('input', () => ImportTransactionsInputType, { description: 'The file.' })
    { portfolioId, csv, idempotencyKey }: ImportTransactionsInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<ImportPayloadType> {
    const answer = await answering(() => app.importTransactions({ id: portfolioId, csv, idempotencyKey }, actor));
    return {
      imported: answer.imported ?? null,
      errors: [
        ...answer.errors.map((error) => ({ code: error.code, message: error.message, field: error.field, line: null })),
        ...(answer.faults ?? []).map((fault) => ({ code: 'INVALID_INPUT', ...fault })),
      ],
    };
  }
}
