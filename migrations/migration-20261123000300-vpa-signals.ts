// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Signals. The key is readable and made of what identifies one, so a rescan can't store it twice. */
export class Migration20261123000300VpaSignals extends Migration {
  override up(): void {
    this.addSql(`
      create table vpa_signals (
        id text collate "C" not null,
        stock_id uuid not null,
        symbol text collate "C" not null,
        "interval" text not null,
        trading_date date not null,
        kind text collate "C" not null,
        direction text not null,
        rule_version text collate "C" not null,
        origin text not null,
        measured jsonb not null,
        detected_at timestamptz not null,
        constraint vpa_signals_pkey primary key (id),
        constraint vpa_signals_stock_fkey foreign key (stock_id) references stocks (id),
        constraint vpa_signals_identity_key unique (stock_id, "interval", trading_date, kind, rule_version),
        constraint vpa_signals_interval_known check ("interval" in ('D1')),
        constraint vpa_signals_kind_form check (kind ~ '^[A-Z0-9_]{1,60}$'),
        constraint vpa_signals_rule_version_form check (rule_version ~ '^[a-z0-9.-]{1,40}$'),
        constraint vpa_signals_direction_known check (direction in ('BULLISH', 'BEARISH', 'NEUTRAL')),
        constraint vpa_signals_origin_known check (origin in ('LIVE', 'BACKFILL'))
      )`);
    this.addSql('create index vpa_signals_list_idx on vpa_signals (trading_date desc, symbol, kind, rule_version)');
    this.addSql('create index vpa_signals_stock_idx on vpa_signals (stock_id, trading_date desc, kind, rule_version)');
    this.addSql('create index vpa_signals_symbol_idx on vpa_signals (symbol, trading_date desc, kind, rule_version)');
  }
}
