import { sql } from 'kysely';

import type { SavedScreen, ScreenedStock, ScreenStore } from '../../../application/ports/screens.js';
import { DomainError } from '../../../domain/errors.js';
import type { Stock } from '../../../domain/market/stock.js';
import type { PlacedReading } from '../../../domain/vpa/reading/stock-reading.js';
import { ANY_STOCK, type ScreenFilter } from '../../../domain/vpa/screen/screen-filter.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { createOnce } from './idempotency.js';
import { toSlice } from './page.js';
import { READING_COLUMNS } from './reading-store.js';
import { screenColumns, screenSource } from './screen-query.js';

/** A filter that a version before has stored lacks the parts that came later. */
const SCREEN = sql`id, name, ${JSON.stringify(ANY_STOCK)}::jsonb || filter as filter, order_by as "order", created_at as "createdAt", last_run_at as "lastRunAt"`;
const STOCK = sql`
  stocks.id, stocks.symbol, stocks.name, stocks.sector, stocks.exchange, stocks.is_index as "isIndex", stocks.is_simulated as "isSimulated",
  stocks.is_active as "isActive"`;

export function createScreenStore(db: Db): ScreenStore {
  return {
    screen: (filter, order, { first, after }, ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<Stock & PlacedReading & Omit<ScreenedStock, 'stock' | 'reading'>>`
          select * from (
            select ${STOCK}, ${READING_COLUMNS}, ${screenColumns(order)} ${screenSource(filter, ruleVersion)}
          ) as screened
          where ${after?.rank ?? null}::float8 is null or rank < ${after?.rank ?? null}::float8
            or (rank = ${after?.rank ?? null}::float8 and symbol > ${after?.symbol ?? null}::text)
          order by rank desc, symbol limit ${first + 1}
        `.execute(db);
        return toSlice(rows.map(toScreened), first);
      }),
    count: (filter, ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ count: number }>`select count(*) as count ${screenSource(filter, ruleVersion)}`.execute(db);
        return rows[0]?.count ?? 0;
      }),
    create: (userId, { name, filter, order }, most, request) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id } = await createOnce(tx, request, async () => {
            await sql`select id from users where id = ${userId}::uuid for update`.execute(tx);
            const { rows: held } = await sql`select id from saved_screens where user_id = ${userId}::uuid`.execute(tx);
            if (held.length >= most) throw new DomainError('CONFLICT', `you may save at most ${most} screens`);
            const { rows } = await sql<{ id: string }>`
              insert into saved_screens (user_id, name, filter, order_by)
              values (${userId}::uuid, ${name}, ${JSON.stringify(filter)}::jsonb, ${order}) returning id
            `.execute(tx);
            return (rows[0] as { id: string }).id;
          });
          const { rows } = await sql<SavedScreen>`select ${SCREEN} from saved_screens where id = ${id}::uuid`.execute(tx);
          const [saved] = rows;
          if (saved === undefined) throw new DomainError('NOT_FOUND', 'the screen that was made under this key has been deleted');
          return saved;
        }),
      ),
    list: (userId) =>
      translating(async () => {
        const { rows } = await sql<SavedScreen>`
          select ${SCREEN} from saved_screens where user_id = ${userId}::uuid order by created_at, id
        `.execute(db);
        return rows;
      }),
    delete: (userId, id) =>
      translating(async () => {
        const { numAffectedRows } = await sql`
          delete from saved_screens where id = ${id}::uuid and user_id = ${userId}::uuid
        `.execute(db);
        return Number(numAffectedRows ?? 0) > 0;
      }),
    run: (userId, id, ruleVersion) => translating(() => db.transaction().execute((tx) => run(tx, userId, id, ruleVersion))),
  };
}

async function run(tx: Db, userId: string, id: string, ruleVersion: string): ReturnType<ScreenStore['run']> {
  const { rows: held } = await sql<{ filter: ScreenFilter; lastRunAt: Date | null; symbols: readonly string[] | null }>`
    select ${JSON.stringify(ANY_STOCK)}::jsonb || filter as filter, last_run_at as "lastRunAt", last_symbols as symbols
    from saved_screens where id = ${id}::uuid and user_id = ${userId}::uuid for update
  `.execute(tx);
  const [before] = held;
  if (before === undefined) return null;
  const { rows: found } = await sql<{ symbol: string }>`
    select symbol ${screenSource(before.filter, ruleVersion)} order by symbol
  `.execute(tx);
  const symbols = found.map(({ symbol }) => symbol);
  const { rows } = await sql<SavedScreen>`
    update saved_screens set last_run_at = now(), last_symbols = ${symbols}::text[] where id = ${id}::uuid returning ${SCREEN}
  `.execute(tx);
  const [last, now] = [new Set(before.symbols), new Set(symbols)];
  return {
    screen: rows[0] as SavedScreen,
    previousRunAt: before.lastRunAt,
    entered: symbols.filter((symbol) => !last.has(symbol)),
    left: [...last].filter((symbol) => !now.has(symbol)),
    stayed: symbols.filter((symbol) => last.has(symbol)),
  };
}

function toScreened(row: Stock & PlacedReading & Omit<ScreenedStock, 'stock' | 'reading'>): ScreenedStock {
  const {
    id,
    symbol,
    name,
    sector,
    exchange,
    isIndex,
    isSimulated,
    isActive,
    supportDistance,
    resistanceDistance,
    score,
    confidence,
    rank,
    ...reading
  } = row;
  const stock = { id, symbol, name, sector, exchange, isIndex, isSimulated, isActive };
  return { stock, reading, supportDistance, resistanceDistance, score, confidence, rank };
}
