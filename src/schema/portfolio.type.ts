import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import { TRANSACTION_TYPES, type TransactionType } from '../domain/portfolio/transaction.js';
import { MutationErrorType } from './mutation-error.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, LongScalar, TradingDateScalar } from './scalars.js';
import { VndScalar } from './vnd.scalar.js';

const TransactionTypeEnum = Object.fromEntries(TRANSACTION_TYPES.map((type) => [type, type])) as Readonly<
  Record<TransactionType, TransactionType>
>;
registerEnumType(TransactionTypeEnum, { name: 'TransactionType', description: 'What can happen in a portfolio.' });
const OrderFaultReasonEnum = {
  TICK: 'TICK',
  ABOVE_CEILING: 'ABOVE_CEILING',
  BELOW_FLOOR: 'BELOW_FLOOR',
  LOT: 'LOT',
  RISK: 'RISK',
  STOCK_CAP: 'STOCK_CAP',
  SECTOR_CAP: 'SECTOR_CAP',
  CASH_RESERVE: 'CASH_RESERVE',
} as const;
registerEnumType(OrderFaultReasonEnum, {
  name: 'OrderFaultReason',
  description: 'Why an exchange would not take an order, or which limit of an account it would break.',
  valuesConfig: {
    RISK: { description: 'More than 2 % of the equity would be lost at the stop.' },
    STOCK_CAP: { description: 'More than 10 % of the equity would be in the stock.' },
    SECTOR_CAP: { description: 'More than 30 % of the equity would be in its sector.' },
    CASH_RESERVE: { description: 'Less than 10 % of the equity would be settled cash.' },
  },
});

@ObjectType('Portfolio', { description: 'An account with shares and money of yours.', simpleResolvers: true })
export class PortfolioType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'As you call it.' })
  name!: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;
}

@ObjectType('Position', {
  description: 'What is held of one stock, or was. Derived from the transactions, exact to the đồng.',
  simpleResolvers: true,
})
export class PositionType {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => LongScalar, { description: 'Shares held.' })
  shares!: number;

  @Field(() => LongScalar, { description: 'Those of them that have been delivered (13:00 of T+2).' })
  sellableShares!: number;

  @Field(() => VndScalar, { description: 'What the shares held cost with fees, the oldest sold first.' })
  costFifo!: number;

  @Field(() => VndScalar, { description: 'What they cost by the average.' })
  costAverage!: number;

  @Field(() => VndScalar, { description: 'Gained by sales after fees and tax, the oldest sold first.' })
  realisedFifo!: number;

  @Field(() => VndScalar, { description: 'Gained by sales after fees and tax, by the average.' })
  realisedAverage!: number;

  @Field(() => VndScalar, { description: 'Dividends in cash.' })
  dividends!: number;

  @Field(() => VndScalar, { nullable: true, description: 'Newest close; null where there is none.' })
  lastClose!: number | null;

  @Field(() => String, { nullable: true, description: 'Its day.' })
  lastDate!: string | null;

  @Field(() => VndScalar, { nullable: true, description: 'Shares at the newest close.' })
  marketValue!: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'Market value less `costFifo`.' })
  unrealised!: number | null;
}

@ObjectType('PortfolioValue', { description: 'A portfolio as its transactions left it, at the newest closes.', simpleResolvers: true })
export class PortfolioValueType {
  @Field(() => ID, { description: 'Of the portfolio.' })
  id!: string;

  @Field(() => VndScalar, { description: 'All money, that of sales under way too.' })
  cash!: number;

  @Field(() => VndScalar, { description: 'Money that can be used now.' })
  settledCash!: number;

  @Field(() => VndScalar, { description: 'Deposits less withdrawals.' })
  paidIn!: number;

  @Field(() => VndScalar, { description: 'Fees and taxes that go with no trade.' })
  charges!: number;

  @Field(() => VndScalar, { nullable: true, description: 'Cash and shares; null where a share has no close.' })
  equity!: number | null;

  @Field(() => [PositionType], { description: 'By ticker; those that are sold out stay, with what they brought.' })
  positions!: readonly PositionType[];
}

@ObjectType('PortfolioTransaction', { description: 'An entry of a portfolio; entries are never changed.', simpleResolvers: true })
export class PortfolioTransactionType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => TradingDateScalar, { description: 'Its day.' })
  date!: TradingDate;

  @Field(() => TransactionTypeEnum, { description: 'What happened.' })
  type!: TransactionType;

  @Field(() => String, { nullable: true, description: 'Ticker.' })
  symbol!: string | null;

  @Field(() => LongScalar, { nullable: true, description: 'How many.' })
  shares!: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'Of one share.' })
  price!: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'Of money that came or went.' })
  amount!: number | null;

  @Field(() => VndScalar, { description: 'Of the broker.' })
  fee!: number;

  @Field(() => VndScalar, { description: 'On the sale.' })
  tax!: number;

  @Field(() => String, { nullable: true, description: 'The signal that led to it.' })
  signalId!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt!: Date;
}

@ObjectType('PortfolioTransactionEdge', { description: 'A transaction in a list.', simpleResolvers: true })
export class PortfolioTransactionEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => PortfolioTransactionType, { description: 'The transaction.' })
  node!: PortfolioTransactionType;
}

@ObjectType('PortfolioTransactionConnection', { description: 'A page of transactions, newest first.', simpleResolvers: true })
export class PortfolioTransactionConnectionType {
  @Field(() => [PortfolioTransactionEdgeType], { description: 'The rows, in order.' })
  edges!: readonly PortfolioTransactionEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('OrderFault', { description: 'What an exchange would not take of an order, or an account should not.', simpleResolvers: true })
export class OrderFaultType {
  @Field(() => String, { description: '`price` or `shares`.' })
  field!: string;

  @Field(() => OrderFaultReasonEnum, { description: 'Why.' })
  reason!: keyof typeof OrderFaultReasonEnum;

  @Field(() => LongScalar, { description: 'The nearest that it would take: VND or shares.' })
  suggestion!: number;
}

@ObjectType('PortfolioPayload', { description: 'A portfolio that was made, or why none was.', simpleResolvers: true })
export class PortfolioPayloadType {
  @Field(() => PortfolioType, { nullable: true, description: 'The portfolio.' })
  portfolio?: PortfolioType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('TransactionPayload', { description: 'A transaction that was entered, or why none was.', simpleResolvers: true })
export class TransactionPayloadType {
  @Field(() => PortfolioTransactionType, { nullable: true, description: 'The transaction.' })
  transaction?: PortfolioTransactionType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@InputType('RecordTransactionInput', {
  description: 'A transaction to be entered. Each type needs some of the parts and takes no others; money in whole VND.',
})
export class RecordTransactionInputType {
  @Field(() => ID, { description: 'Of the portfolio.' })
  portfolioId!: string;

  @Field(() => TradingDateScalar, { description: 'Not before the last transaction, and not in the future.' })
  date!: TradingDate;

  @Field(() => TransactionTypeEnum, { description: 'What happened.' })
  type!: TransactionType;

  @Field(() => String, { nullable: true, description: 'Ticker: BUY, SELL, dividends, SPLIT.' })
  symbol?: string | null;

  @Field(() => LongScalar, { nullable: true, description: 'BUY, SELL, STOCK_DIVIDEND.' })
  shares?: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'BUY, SELL: of one share.' })
  price?: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'DEPOSIT, WITHDRAWAL, CASH_DIVIDEND (after tax), FEE, TAX.' })
  amount?: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'BUY, SELL; absent: none.' })
  fee?: number | null;

  @Field(() => VndScalar, { nullable: true, description: 'SELL; absent: none.' })
  tax?: number | null;

  @Field(() => Int, { nullable: true, description: 'SPLIT: so many new shares …' })
  ratioTo?: number | null;

  @Field(() => Int, { nullable: true, description: '… for so many old ones.' })
  ratioFrom?: number | null;

  @Field(() => String, { nullable: true, description: 'BUY: the signal that led to it.' })
  signalId?: string | null;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again gets what was entered before.' })
  idempotencyKey!: string;
}
