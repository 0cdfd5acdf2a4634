import { sql } from 'kysely';

import type { LevelWatch, MatchTransaction } from '../../../application/ports/alerts.js';
import type { AlertRule, PriceLevel } from '../../../domain/alerts/alert-rule.js';
import type { LevelTrigger } from '../../../domain/alerts/price-level.js';
import type { Db } from '../orm.js';
import { RULE } from './alert-book.js';

/** What is read and kept of rules over levels, inside the given database transaction. */
export function createLevelMatching(tx: Db): Pick<MatchTransaction, 'levels' | 'looked'> {
  return {
    levels: async (through, limit) => {
      const { rows } = await sql<AlertRule & Pick<LevelWatch, 'isActive' | 'sessions' | 'through'>>`
        with due as (
          select rule.id, stocks.id as stock_id from alert_rules as rule join stocks on stocks.symbol = level_symbol
          where looked_through < ${through}::date and exists (
            select from market_data
            where stock_id = stocks.id and trading_date > looked_through and trading_date <= ${through}::date
          )
          order by rule.id limit ${limit} for update of rule
        )
        select ${RULE}, is_active as "isActive", closed.through, closed.sessions
        from due join alert_rules as rule on rule.id = due.id join users on users.id = rule.user_id
          cross join lateral (
            select max(trading_date) as through,
              coalesce(json_agg(
                json_build_object('tradingDate', trading_date, 'close', trim_scale(close)::text, 'before', trim_scale(before)::text)
                order by trading_date) filter (where before is not null), '[]') as sessions
            from (
              select trading_date, close, lag(close) over (order by trading_date) as before from market_data
              where stock_id = due.stock_id and trading_date <= ${through}::date and trading_date >= coalesce((
                select max(trading_date) from market_data where stock_id = due.stock_id and trading_date <= looked_through
              ), looked_through)
            ) as bar
            where trading_date > looked_through
          ) as closed
        order by rule.id
      `.execute(tx);
      return rows.map(({ sessions, isActive, through: come, ...rule }): LevelWatch => ({
        rule,
        trigger: rule.trigger as LevelTrigger,
        level: rule.level as PriceLevel,
        isActive,
        sessions,
        through: come,
      }));
    },
    looked: async (rules) => {
      await sql`
        update alert_rules as rule set looked_through = given.through
        from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as given ("ruleId" uuid, through date) where rule.id = given."ruleId"
      `.execute(tx);
    },
  };
}
