import { sql, type RawBuilder } from 'kysely';

import type { AccountStore } from '../../../application/ports/accounts.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

interface OwnTable {
  /** As the export calls it. */
  readonly name: string;
  readonly table: string;
  /** Columns that stay here: hashes of secrets, and what only the workers need. */
  readonly without: readonly string[];
  readonly order: string;
  /** Which rows are the user's. */
  readonly owned: (userId: string) => RawBuilder<unknown>;
}

const byUser = (userId: string) => sql`user_id = ${userId}::uuid`;
const ofAlerts = (userId: string) => sql`delivery_id in (select id from alert_deliveries where user_id = ${userId}::uuid)`;
const ofBacktests = (userId: string) => sql`backtest_id in (select id from backtests where user_id = ${userId}::uuid)`;
const ofPortfolios = (userId: string) => sql`portfolio_id in (select id from portfolios where user_id = ${userId}::uuid)`;

/** What is kept of a user beside the account itself. A table that hangs on `users` is here, or is named by the test of this list with a reason. */
export const OWN_TABLES: readonly OwnTable[] = [
  {
    name: 'alertBindings',
    table: 'alert_bindings',
    without: ['user_id', 'code_hash', 'secret_number', 'secret_rotations'],
    order: 'created_at, id',
    owned: byUser,
  },
  { name: 'alertRules', table: 'alert_rules', without: ['user_id'], order: 'created_at, id', owned: byUser },
  {
    name: 'alertDeliveries',
    table: 'alert_deliveries',
    without: ['user_id', 'dedupe', 'lease_until', 'fence', 'attempts_before'],
    order: 'seq',
    owned: byUser,
  },
  { name: 'alertAttempts', table: 'alert_attempts', without: [], order: 'delivery_id, attempt', owned: ofAlerts },
  { name: 'savedScreens', table: 'saved_screens', without: ['user_id'], order: 'created_at, id', owned: byUser },
  { name: 'portfolios', table: 'portfolios', without: ['user_id'], order: 'created_at, id', owned: byUser },
  { name: 'portfolioTransactions', table: 'portfolio_transactions', without: [], order: 'seq', owned: ofPortfolios },
  {
    name: 'backtests',
    table: 'backtests',
    without: ['user_id', 'fence', 'lease_holder', 'lease_until', 'checkpoint'],
    order: 'seq',
    owned: byUser,
  },
  { name: 'backtestTrades', table: 'backtest_trades', without: [], order: 'backtest_id, number', owned: ofBacktests },
  { name: 'backtestEquityPoints', table: 'backtest_equity_points', without: [], order: 'backtest_id, date', owned: ofBacktests },
];

/** Everything that is kept of a user beside the account, its sessions, keys and audit trail. */
export function createOwnData(db: Db): Pick<AccountStore, 'listOwnData'> {
  return {
    listOwnData: (userId) =>
      translating(() =>
        // One moment for all tables: no transaction without its portfolio.
        db
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute(async (tx) => {
            const data: Record<string, readonly unknown[]> = {};
            for (const { name, table, without, order, owned } of OWN_TABLES) {
              const { rows } = await sql<{ row: Record<string, unknown> }>`
                select to_jsonb(owned) - ${[...without]}::text[] as row from ${sql.table(table)} as owned where ${owned(userId)}
                order by ${sql.raw(order)}
              `.execute(tx);
              data[name] = rows.map(({ row }) => camelCased(row));
            }
            return data;
          }),
      ),
  };
}

function camelCased(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}
