import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';

import { ListLogger } from '../../test/support/api-rig.js';
import { DomainError } from '../domain/errors.js';
import { formatError } from './format-error.js';

const format = (error: unknown) => {
  const logger = new ListLogger();
  return { shown: formatError({ logger }, error, 'r1'), logged: logger.lines.length };
};
const wrap = (error: Error) => new GraphQLError(error.message, { originalError: error, path: ['stocks'] });

describe('an error as clients see it', () => {
  it('shows an expected failure, however often it was wrapped', () => {
    const error = new DomainError('INVALID_INPUT', 'first must be from 1 to 100', { details: { field: 'first' } });
    expect(format(wrap(wrap(error)))).toEqual({
      shown: {
        message: 'first must be from 1 to 100',
        path: ['stocks'],
        extensions: { code: 'INVALID_INPUT', details: { field: 'first' } },
      },
      logged: 0,
    });
  });

  it('shows what the pipeline said', () => {
    const error = new GraphQLError('Syntax Error', { extensions: { code: 'GRAPHQL_PARSE_FAILED', stacktrace: ['at x'] } });
    expect(format(error)).toEqual({ shown: { message: 'Syntax Error', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }, logged: 0 });
  });

  it.each([
    ['a driver error', wrap(new Error('connect ECONNREFUSED postgres://u:p@h'))],
    ['an INTERNAL with a text of the driver', wrap(new DomainError('INTERNAL', 'relation "x" does not exist'))],
    ['an error of graphql-js itself', new GraphQLError('Cannot return null for non-nullable field Stock.name.', { path: ['stocks'] })],
    ['a code that is not ours', new GraphQLError('secret', { path: ['stocks'], extensions: { code: 'SOMETHING' } })],
  ])('masks and logs %s', (_name, error) => {
    expect(format(error)).toEqual({
      shown: { message: 'Internal server error', path: ['stocks'], extensions: { code: 'INTERNAL', requestId: 'r1' } },
      logged: 1,
    });
  });

  it('says that a failure may go away, and not why', () => {
    const { shown } = format(wrap(new DomainError('INTERNAL', 'the pool is exhausted', { retryable: true })));
    expect(shown.extensions).toEqual({ code: 'INTERNAL', requestId: 'r1', retryable: true });
  });

  it('masks what is thrown and is no error', () => {
    expect(format('text').shown).toEqual({ message: 'Internal server error', extensions: { code: 'INTERNAL', requestId: 'r1' } });
  });
});
