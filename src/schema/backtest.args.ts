import { ArgsType, Field, Float, InputType, Int } from 'type-graphql';

import type { Exchange } from '../domain/market/stock.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { ExchangeEnum } from './enums.js';
import { TradingDateScalar } from './scalars.js';
import { VndScalar } from './vnd.scalar.js';

@InputType('StartBacktestInput', { description: 'A strategy to be tried. Bands, ticks, lots, T+2 and the tax on sales always count.' })
export class StartBacktestInputType {
  @Field(() => String, { description: 'Name of a preset, or a strategy as JSON (docs/backtests.md).' })
  strategy!: string;

  @Field(() => String, { defaultValue: 'textbook', description: 'Rule set whose signals are traded: `textbook` or `series`.' })
  ruleSet!: string;

  @Field(() => [String], { nullable: true, description: 'Stocks that are traded, at most 100; absent: all.' })
  symbols?: readonly string[] | null;

  @Field(() => [ExchangeEnum], { nullable: true, description: 'Of these exchanges; absent: of any.' })
  exchanges?: readonly Exchange[] | null;

  @Field(() => TradingDateScalar, {
    nullable: true,
    description: 'First day to trade; bars before it serve to measure. Absent: the first that there is.',
  })
  from?: TradingDate | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Last day to trade; absent: the newest closed session.' })
  to?: TradingDate | null;

  @Field(() => VndScalar, { defaultValue: 1_000_000_000, description: 'Money at the beginning, 1 million to 1 000 billion.' })
  cash!: number;

  @Field(() => Float, { defaultValue: 0, description: 'Per cent a year, 0 to 100, for Sharpe, Sortino and alpha.' })
  riskFreePct!: number;

  @Field(() => Int, { nullable: true, description: 'Of the broker on each trade, basis points; absent: 15.' })
  fee?: number | null;

  @Field(() => Int, { nullable: true, description: 'How much worse than the bar market orders are filled, basis points; absent: 10.' })
  slippage?: number | null;

  @Field(() => Int, { nullable: true, description: 'How much of the volume of a bar one order may take, basis points; absent: 1000.' })
  volumeShare?: number | null;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again gets what was started before.' })
  idempotencyKey!: string;
}

@ArgsType()
export class EquityArgs {
  @Field(() => Int, { defaultValue: 100, description: 'Rows of the page, 1 to 1000.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor of the point before the page; it is opaque.' })
  after?: string | null;
}
