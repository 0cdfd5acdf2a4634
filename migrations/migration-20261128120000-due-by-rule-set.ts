// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Scores are defined on the textbook: signals of rule sets beside it are not listed to be scored. */
export class Migration20261128120000DueByRuleSet extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function list_signals_due() returns trigger language plpgsql as $$
      begin
        insert into signals_due (signal_id)
        select found.id from found join stocks on stocks.id = found.stock_id
        where not stocks.is_index and found.rule_version like 'textbook-%'
        on conflict do nothing;
        return null;
      end $$`);
  }
}
