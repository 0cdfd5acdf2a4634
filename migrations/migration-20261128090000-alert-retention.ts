// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** The order in which deliveries that are at their end are removed. */
export class Migration20261128090000AlertRetention extends Migration {
  override up(): void {
    this.addSql(`
      create index alert_deliveries_ended on alert_deliveries (coalesce(sent_at, created_at))
      where state in ('SENT', 'FAILED', 'EXPIRED', 'SUPPRESSED')`);
  }
}
