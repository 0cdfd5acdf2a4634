// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Bars that were refused. The same row of the same source is kept once, however often it comes. */
export class Migration20261123000400QuarantinedBars extends Migration {
  override up(): void {
    this.addSql(`
      create table quarantined_bars (
        id bigint generated always as identity,
        source text not null,
        source_line integer,
        symbol text,
        trading_date text,
        reason text not null,
        raw text not null,
        received_at timestamptz not null default now(),
        constraint quarantined_bars_pkey primary key (id),
        constraint quarantined_bars_source_length check (char_length(source) between 1 and 300),
        constraint quarantined_bars_source_line_positive check (source_line > 0),
        constraint quarantined_bars_symbol_length check (char_length(symbol) <= 40),
        constraint quarantined_bars_trading_date_length check (char_length(trading_date) <= 40),
        constraint quarantined_bars_reason_form check (reason ~ '^[A-Z0-9_]{1,60}$'),
        constraint quarantined_bars_raw_length check (char_length(raw) <= 500)
      )`);
    this.addSql('create unique index quarantined_bars_once_idx on quarantined_bars (source, coalesce(source_line, 0), reason, md5(raw))');
  }
}
