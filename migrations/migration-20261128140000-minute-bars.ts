// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** One-minute bars of the last sessions. `minute` is when a bar begins, minutes after midnight in Asia/Ho_Chi_Minh. */
export class Migration20261128140000MinuteBars extends Migration {
  override up(): void {
    this.addSql(`
      create table minute_bars (
        stock_id uuid not null,
        trading_date date not null,
        minute smallint not null,
        open numeric(18,4) not null,
        high numeric(18,4) not null,
        low numeric(18,4) not null,
        close numeric(18,4) not null,
        volume bigint not null,
        is_whole boolean not null,
        received_at timestamptz not null default now(),
        constraint minute_bars_pkey primary key (stock_id, trading_date, minute),
        constraint minute_bars_stock_fkey foreign key (stock_id) references stocks (id),
        constraint minute_bars_minute check (minute between 0 and 1439),
        constraint minute_bars_low check (low > 0 and low <= open and low <= close),
        constraint minute_bars_high check (high >= open and high >= close and high <= 1000000000000),
        constraint minute_bars_volume check (volume between 0 and 9007199254740991)
      )`);
    this.addSql('create index minute_bars_trading_date on minute_bars (trading_date)');
  }
}
