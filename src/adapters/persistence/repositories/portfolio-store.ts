import { sql } from 'kysely';

import type { PortfolioAccount, PortfolioStore, QuotedStock, StoredTransaction } from '../../../application/ports/portfolios.js';
import type { Closes } from '../../../domain/portfolio/performance/closes.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { createOnce } from './idempotency.js';
import { toSlice } from './page.js';

/** Columns of `portfolio_transactions`. */
export const TRANSACTION = sql`
  id, seq::text as seq, date, type, symbol, shares::float8 as shares, price::float8 as price, amount::float8 as amount, fee::float8 as fee,
  tax::float8 as tax, case when ratio_to is not null then json_build_object('to', ratio_to, 'from', ratio_from) end as ratio,
  signal_id as "signalId", created_at as "createdAt"`;
const ACCOUNT = sql`id, name, created_at as "createdAt"`;

export function createPortfolioStore(db: Db): PortfolioStore {
  return {
    create: (userId, name, request) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id } = await createOnce(tx, request, async () => {
            const { rows } = await sql<{ id: string }>`
              insert into portfolios (user_id, name) values (${userId}::uuid, ${name}) returning id
            `.execute(tx);
            return (rows[0] as { id: string }).id;
          });
          const { rows } = await sql<PortfolioAccount>`select ${ACCOUNT} from portfolios where id = ${id}::uuid`.execute(tx);
          return rows[0] as PortfolioAccount;
        }),
      ),
    list: (userId) =>
      translating(async () => {
        const { rows } = await sql<PortfolioAccount>`
          select ${ACCOUNT} from portfolios where user_id = ${userId}::uuid order by created_at, id
        `.execute(db);
        return rows;
      }),
    transactions: (userId, portfolioId) =>
      translating(async () => ((await isOwn(db, userId, portfolioId)) ? inOrder(db, portfolioId) : null)),
    page: (userId, portfolioId, { first, after }) =>
      translating(async () => {
        if (!(await isOwn(db, userId, portfolioId))) return null;
        const { rows } = await sql<StoredTransaction>`
          select ${TRANSACTION} from portfolio_transactions
          where portfolio_id = ${portfolioId}::uuid and (${after?.seq ?? null}::bigint is null or seq < ${after?.seq ?? null}::bigint)
          order by portfolio_transactions.seq desc limit ${first + 1}
        `.execute(db);
        return toSlice(rows, first);
      }),
    append: (userId, portfolioId, transaction, request, check) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          if (!(await lockOwn(tx, userId, portfolioId))) return null;
          const { id } = await createOnce(tx, request, async () => {
            check(await inOrder(tx, portfolioId));
            const { date, type, symbol, shares, price, amount, fee, tax, ratio, signalId } = transaction;
            const { rows } = await sql<{ id: string }>`
              insert into portfolio_transactions (portfolio_id, date, type, symbol, shares, price, amount, fee, tax, ratio_to, ratio_from, signal_id)
              values (${portfolioId}::uuid, ${date}::date, ${type}, ${symbol}, ${shares}, ${price}, ${amount}, ${fee}, ${tax},
                ${ratio?.to ?? null}, ${ratio?.from ?? null}, ${signalId})
              returning id
            `.execute(tx);
            return (rows[0] as { id: string }).id;
          });
          const { rows } = await sql<StoredTransaction>`select ${TRANSACTION} from portfolio_transactions where id = ${id}::uuid`.execute(
            tx,
          );
          return rows[0] as StoredTransaction;
        }),
      ),
    appendAll: (userId, portfolioId, transactions, request, check) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          if (!(await lockOwn(tx, userId, portfolioId))) return null;
          const { id } = await createOnce(tx, request, async () => {
            check(await inOrder(tx, portfolioId));
            const rows = transactions.map(({ ratio, signalId, ...rest }, place) => ({
              ...rest,
              place,
              signal_id: signalId,
              ratio_to: ratio?.to ?? null,
              ratio_from: ratio?.from ?? null,
            }));
            await sql`
              insert into portfolio_transactions (portfolio_id, date, type, symbol, shares, price, amount, fee, tax, ratio_to, ratio_from, signal_id)
              select ${portfolioId}::uuid, date, type, symbol, shares, price, amount, fee, tax, ratio_to, ratio_from, signal_id
              from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entered (place int, date date, type text, symbol text, shares bigint,
                price bigint, amount bigint, fee bigint, tax bigint, ratio_to int, ratio_from int, signal_id text)
              order by place
            `.execute(tx);
            return String(transactions.length);
          });
          return Number(id);
        }),
      ),
    quotes: (symbols, before) =>
      translating(async () => {
        const { rows } = await sql<QuotedStock>`
          select stocks.symbol, exchange, sector, last.close::float8 as "lastClose", last.trading_date::text as "lastDate"
          from stocks left join lateral (
            select close, trading_date from market_data
            where stock_id = stocks.id and volume > 0 and (${before}::date is null or trading_date < ${before}::date)
            order by trading_date desc limit 1
          ) as last on true
          where stocks.symbol = any(${[...symbols]}::text[])
        `.execute(db);
        return rows;
      }),
    closes: (symbols, { from, to }) =>
      translating(async () => {
        const { rows } = await sql<Closes & { readonly symbol: string }>`
          select stocks.symbol, array_agg(bar.trading_date - date '1970-01-01' order by bar.trading_date) as days,
            array_agg(bar.close::float8 order by bar.trading_date) as closes
          from stocks cross join lateral (
            (select trading_date, close from market_data
              where stock_id = stocks.id and (volume > 0 or is_index) and trading_date < ${from}::date
              order by trading_date desc limit 1)
            union all
            (select trading_date, close from market_data
              where stock_id = stocks.id and (volume > 0 or is_index) and trading_date between ${from}::date and ${to}::date)
          ) as bar
          where stocks.symbol = any(${[...symbols]}::text[])
          group by stocks.symbol
        `.execute(db);
        return new Map(rows.map(({ symbol, days, closes }) => [symbol, { days, closes }]));
      }),
  };
}

async function isOwn(db: Db, userId: string, portfolioId: string): Promise<boolean> {
  const { rows } = await sql`select id from portfolios where id = ${portfolioId}::uuid and user_id = ${userId}::uuid`.execute(db);
  return rows.length > 0;
}

/** Nobody else adds to it until the transaction ends. */
async function lockOwn(tx: Db, userId: string, portfolioId: string): Promise<boolean> {
  const { rows } = await sql`
    select id from portfolios where id = ${portfolioId}::uuid and user_id = ${userId}::uuid for update
  `.execute(tx);
  return rows.length > 0;
}

async function inOrder(db: Db, portfolioId: string): Promise<readonly StoredTransaction[]> {
  const { rows } = await sql<StoredTransaction>`
    select ${TRANSACTION} from portfolio_transactions where portfolio_id = ${portfolioId}::uuid order by portfolio_transactions.seq
  `.execute(db);
  return rows;
}
