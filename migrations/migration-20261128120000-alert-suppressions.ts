// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Addresses that get nothing more: by a hash, so that the list names nobody. */
export class Migration20261128120000AlertSuppressions extends Migration {
  override up(): void {
    this.addSql(`
      create table alert_suppressions (
        channel text not null,
        target_hash text not null,
        reason text not null,
        created_at timestamptz not null default now(),
        until timestamptz,
        constraint alert_suppressions_pkey primary key (channel, target_hash),
        constraint alert_suppressions_reason_known check (reason in ('UNSUBSCRIBED', 'UNKNOWN_RECIPIENT'))
      )`);
  }
}
