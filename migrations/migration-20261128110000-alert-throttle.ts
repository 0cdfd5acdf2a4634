// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** How many alerts of a rule go out in an hour, and where to what nobody acknowledges; since when a matcher lives in its epoch. */
export class Migration20261128110000AlertThrottle extends Migration {
  override up(): void {
    this.addSql('alter table alert_rules add column max_per_hour integer');
    this.addSql('alter table alert_rules add column escalate_after_minutes integer');
    this.addSql('alter table alert_rules add column escalate_to uuid');
    this.addSql(`
      alter table alert_rules add constraint alert_rules_escalate_to foreign key (escalate_to) references alert_bindings (id) on delete set null`);
    this.addSql('create index alert_deliveries_of_rule on alert_deliveries (rule_id, created_at)');
    this.addSql('alter table alert_positions add column adopted_at timestamptz not null default now()');
  }
}
