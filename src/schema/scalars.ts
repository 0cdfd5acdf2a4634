import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

import { tryDecimal, type Decimal } from '../domain/decimal.js';
import { tryTradingDate, type TradingDate } from '../domain/market/trading-date.js';

/** An instant. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant, ISO 8601 with offset: `2025-11-14T08:00:00.000Z`.',
});

export const TradingDateScalar = textScalar<TradingDate>(
  'TradingDate',
  'A day of trading in Asia/Ho_Chi_Minh, `YYYY-MM-DD`, 1990 to 2199.',
  tryTradingDate,
);

export const DecimalScalar = textScalar<Decimal>(
  'Decimal',
  'An exact decimal number as text, `"29540"` or `"12.5"`: no exponent, no trailing zeros, at most 15 digits before and 9 after the point.',
  tryDecimal,
);

/** Volumes are larger than `Int` allows. */
export const LongScalar = new GraphQLScalarType<number, number>({
  name: 'Long',
  description: 'A whole number from 0 to 2^53−1, as a JSON number.',
  serialize: toLong,
  parseValue: toLong,
  parseLiteral: (node) => toLong(node.kind === Kind.INT ? Number(node.value) : undefined),
});

function toLong(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError('Long cannot represent a value that is no whole number from 0 to 2^53−1');
}

function textScalar<T extends string>(
  name: string,
  description: string,
  read: (text: string) => T | undefined,
): GraphQLScalarType<T, string> {
  const parse = (value: unknown): T => {
    const parsed = typeof value === 'string' ? read(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(`${name} cannot represent this value`);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}
