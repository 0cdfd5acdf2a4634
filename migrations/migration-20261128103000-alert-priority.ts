// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** How much the alerts of a rule matter, where its owner says so. */
export class Migration20261128103000AlertPriority extends Migration {
  override up(): void {
    this.addSql('alter table alert_rules add column priority text');
    this.addSql(`
      alter table alert_rules add constraint alert_rules_priority_known check (priority in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL'))`);
  }
}
