// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** The channel APP: alerts within the system. */
export class Migration20261128093000AlertInbox extends Migration {
  override up(): void {
    this.addSql('alter table alert_bindings drop constraint alert_bindings_channel_known');
    this.addSql(`
      alter table alert_bindings add constraint alert_bindings_channel_known
        check (channel in ('TELEGRAM', 'EMAIL', 'WEBHOOK', 'SLACK', 'APP', 'LOG'))`);
  }
}
