// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Until when a rule is silent; which secret signs what goes to a webhook, and when those before it were replaced. */
export class Migration20261128150000MuteUntil extends Migration {
  override up(): void {
    this.addSql('alter table alert_rules add column muted_until timestamptz');
    this.addSql('alter table alert_bindings add column secret_number integer not null default 0');
    this.addSql(`alter table alert_bindings add column secret_rotations timestamptz[] not null default '{}'`);
  }
}
