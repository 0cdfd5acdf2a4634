// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** When each epoch of the event numbers began, and after which event, whoever begins it; and which restore the matcher of alerts knows of. */
export class Migration20261128113000EpochBegin extends Migration {
  override up(): void {
    this.addSql('alter table event_counter add column epoch_began_at timestamptz not null default now()');
    this.addSql('alter table event_counter add column epoch_began_after bigint not null default 0');
    this.addSql(`
      create function note_epoch_begin() returns trigger language plpgsql as $$
      begin
        if new.epoch <> old.epoch then
          new.epoch_began_at := clock_timestamp();
          new.epoch_began_after := new.last_seq;
        end if;
        return new;
      end $$`);
    this.addSql(
      'create trigger event_counter_epoch before update of epoch on event_counter for each row execute function note_epoch_begin()',
    );
    this.addSql('alter table alert_positions add column restored_at timestamptz');
  }
}
