// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Rules over a price level: the level, and the session through which closes were looked at. */
export class Migration20261128153000PriceLevels extends Migration {
  override up(): void {
    this.addSql(`
      alter table alert_rules
        add column level_symbol text,
        add column level_price numeric(18,4),
        add column level_direction text,
        add column looked_through date`);
    this.addSql(`
      alter table alert_rules
        drop constraint alert_rules_trigger_known,
        add constraint alert_rules_trigger_known check (trigger in ('FOUND', 'SCORED', 'DECIDED', 'PRICE', 'STOP')),
        add constraint alert_rules_level_direction_known check (level_direction in ('ABOVE', 'BELOW')),
        add constraint alert_rules_level check (
          (trigger in ('PRICE', 'STOP')) = (level_symbol is not null)
          and (level_symbol is null) = (level_price is null) and (level_symbol is null) = (level_direction is null)
          and (level_symbol is null) = (looked_through is null) and level_price > 0)`);
    this.addSql('create index alert_rules_looked on alert_rules (looked_through) where looked_through is not null');
  }
}
