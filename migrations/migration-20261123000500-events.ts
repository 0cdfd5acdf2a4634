// breaking: no
import { Migration } from '@mikro-orm/migrations';

/**
 * The outbox. An event is written with its change and numbered later, by one relay at a time, from the counter row: no
 * sequence, because that leaves holes where a transaction rolls back. The epoch is changed by hand after a restore.
 */
export class Migration20261123000500Events extends Migration {
  override up(): void {
    this.addSql(`
      create table events (
        id bigint generated always as identity,
        seq bigint,
        type text not null,
        payload jsonb not null,
        occurred_at timestamptz not null default clock_timestamp(),
        constraint events_pkey primary key (id),
        constraint events_seq_key unique (seq),
        constraint events_seq_positive check (seq > 0),
        constraint events_type_form check (type ~ '^[a-z.]{1,60}$')
      )`);
    this.addSql('create index events_pending_idx on events (id) where seq is null');
    this.addSql(`
      create table event_counter (
        singleton boolean not null default true,
        epoch text not null default gen_random_uuid()::text,
        last_seq bigint not null default 0,
        pruned_through bigint not null default 0,
        constraint event_counter_pkey primary key (singleton),
        constraint event_counter_is_one check (singleton),
        constraint event_counter_epoch_form check (epoch ~ '^[A-Za-z0-9-]{1,64}$'),
        constraint event_counter_range check (pruned_through >= 0 and pruned_through <= last_seq)
      )`);
    this.addSql('insert into event_counter (singleton) values (true)');
  }
}
