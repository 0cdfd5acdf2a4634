// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Screens of a user, with what their last run found. */
export class Migration20261127203000SavedScreens extends Migration {
  override up(): void {
    this.addSql(`
      create table saved_screens (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        name text not null,
        filter jsonb not null,
        order_by text not null,
        created_at timestamptz not null default now(),
        last_run_at timestamptz,
        last_symbols text[],
        constraint saved_screens_pkey primary key (id),
        constraint saved_screens_user foreign key (user_id) references users (id) on delete cascade,
        constraint saved_screens_run_whole check (num_nulls(last_run_at, last_symbols) in (0, 2))
      )`);
    this.addSql('create index saved_screens_of_user on saved_screens (user_id)');
  }
}
