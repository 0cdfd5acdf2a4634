// breaking: no
import { Migration } from '@mikro-orm/migrations';

/**
 * How far the history of each symbol is filled from providers, and who fills it now. Bars may come from providers. The new check
 * is not verified against rows that passed the narrower one.
 */
export class Migration20261126200000BarFills extends Migration {
  override up(): void {
    this.addSql('alter table market_data drop constraint market_data_source_known');
    this.addSql(
      "alter table market_data add constraint market_data_source_known check (source in ('CSV', 'SIMULATED', 'PROVIDER')) not valid",
    );
    this.addSql(`
      create table bar_fills (
        symbol text not null,
        covered_from date,
        covered_to date,
        absent date[] not null default '{}',
        failures integer not null default 0,
        checked_at timestamptz,
        due_at timestamptz not null default now(),
        holding uuid,
        held_until timestamptz,
        constraint bar_fills_pkey primary key (symbol),
        constraint bar_fills_symbol_form check (symbol ~ '^[A-Z0-9]{1,20}$'),
        constraint bar_fills_covered_range check (covered_from <= covered_to and (covered_from is null) = (covered_to is null)),
        constraint bar_fills_failures check (failures >= 0),
        constraint bar_fills_held check ((holding is null) = (held_until is null))
      )`);
  }
}
