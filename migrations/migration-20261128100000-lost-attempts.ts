// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Attempts whose process was killed are listed too, without a duration; a redelivery goes on with their numbers. */
export class Migration20261128100000LostAttempts extends Migration {
  override up(): void {
    this.addSql('alter table alert_attempts alter column latency_ms drop not null');
    this.addSql('alter table alert_deliveries add column attempts_before integer not null default 0');
  }
}
