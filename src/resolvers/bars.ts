import { DomainError } from '../domain/errors.js';
import type { Bar } from '../domain/market/bar.js';
import type { BarInterval } from '../domain/market/interval.js';
import type { IntradayBar } from '../domain/market/live/minute-bar.js';
import { instantAt } from '../domain/market/trading-date.js';
import type { BarsArgs } from '../schema/bars.args.js';
import type { BarType } from '../schema/bar.type.js';
import { toConnection, toPage, type Connection } from './connection.js';
import { barCursor, intradayCursor } from './cursor.js';
import { toRange } from './filters.js';
import type { Loaders } from './loaders/loaders.js';
import type { StockNode } from './nodes.js';

export type BarNode = BarType;

export function dailyBarNode(bar: Bar): BarNode {
  return { ...bar, interval: 'D1', openTime: instantAt(bar.tradingDate, 0), isWhole: true };
}

function intradayBarNode({ minute, ...bar }: IntradayBar): BarNode {
  return { ...bar, openTime: instantAt(bar.tradingDate, minute), turnover: null, source: 'PROVIDER' };
}

/** A page of daily bars. @throws {DomainError} INVALID_INPUT, FORBIDDEN */
export async function dailyBars(stock: StockNode, args: BarsArgs, loaders: Loaders): Promise<Connection<BarNode>> {
  const page = toPage(args, barCursor);
  const slice = await loaders.bars.load(stock.key, { ...toRange(args), order: args.order, page, isAdjusted: args.adjusted });
  return toConnection(slice, page, barCursor, dailyBarNode);
}

/** A page of shorter bars. @throws {DomainError} INVALID_INPUT, FORBIDDEN */
export async function intradayBars(
  stock: StockNode,
  interval: Exclude<BarInterval, 'D1'>,
  args: BarsArgs,
  loaders: Loaders,
): Promise<Connection<BarNode>> {
  if (args.adjusted) throw new DomainError('INVALID_INPUT', 'adjusted is for bars of D1', { details: { field: 'adjusted' } });
  const page = toPage(args, intradayCursor);
  const slice = await loaders.intradayBars.load(stock.key, { ...toRange(args), interval, order: args.order, page });
  return toConnection(slice, page, intradayCursor, intradayBarNode);
}
