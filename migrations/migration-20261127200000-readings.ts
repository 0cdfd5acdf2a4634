// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** What is known of each stock after its newest bar, and what followed the signals of each kind. */
export class Migration20261127200000Readings extends Migration {
  override up(): void {
    this.addSql(`
      create table stock_readings (
        stock_id uuid not null,
        rule_version text not null,
        bars_version bigint not null,
        trading_date date,
        close double precision,
        change_pct double precision,
        volume_ratio double precision,
        average_volume20 double precision,
        average_turnover20 double precision,
        is_uptrend boolean,
        is_downtrend boolean,
        support30 double precision,
        resistance30 double precision,
        relative_strength30 double precision,
        phase text,
        phase_confidence double precision,
        range_low double precision,
        range_high double precision,
        phase_events jsonb,
        sector_strength double precision,
        sector_rank integer,
        sectors integer,
        read_at timestamptz not null default now(),
        constraint stock_readings_pkey primary key (stock_id, rule_version),
        constraint stock_readings_stock foreign key (stock_id) references stocks (id) on delete cascade,
        constraint stock_readings_whole
          check (num_nulls(trading_date, close, is_uptrend, is_downtrend, phase, phase_confidence, phase_events) in (0, 7))
      )`);
    this.addSql(`
      create table track_record (
        rule_version text not null,
        kind text not null,
        regime text not null,
        horizon integer not null,
        status text not null,
        measures jsonb not null,
        through date not null,
        basis bigint not null,
        computed_at timestamptz not null default now(),
        constraint track_record_pkey primary key (rule_version, kind, regime, horizon),
        constraint track_record_status_known check (status in ('ACTIVE', 'WATCH', 'RETIRED'))
      )`);
  }
}
