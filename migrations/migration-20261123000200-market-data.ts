// breaking: no
import { Migration } from '@mikro-orm/migrations';

/**
 * Daily bars, one partition a year. There is no default partition: with one, PostgreSQL can't read the newest bars of a
 * stock partition by partition. Whoever writes makes the years it needs; the function is harmless when repeated or run at once.
 */
export class Migration20261123000200MarketData extends Migration {
  override up(): void {
    this.addSql(`
      create table market_data (
        stock_id uuid not null,
        trading_date date not null,
        open numeric(18,4) not null,
        high numeric(18,4) not null,
        low numeric(18,4) not null,
        close numeric(18,4) not null,
        volume bigint not null,
        turnover numeric(20,0),
        source text not null,
        received_at timestamptz not null default now(),
        revised_at timestamptz,
        constraint market_data_pkey primary key (stock_id, trading_date),
        constraint market_data_stock_fkey foreign key (stock_id) references stocks (id),
        constraint market_data_date_range check (trading_date >= '1990-01-01' and trading_date < '2200-01-01'),
        constraint market_data_low_positive check (low > 0),
        constraint market_data_low_lowest check (low <= open and low <= close),
        constraint market_data_high_highest check (high >= open and high >= close),
        constraint market_data_high_finite check (high <= 1000000000000),
        constraint market_data_volume_range check (volume between 0 and 9007199254740991),
        constraint market_data_turnover_range check (turnover between 0 and 99999999999999999999),
        constraint market_data_source_known check (source in ('CSV', 'SIMULATED'))
      ) partition by range (trading_date)`);
    this.addSql(`
      create function make_market_data_partitions(from_year integer, to_year integer) returns integer language plpgsql as $$
      declare
        made integer := 0;
        name text;
      begin
        for year in from_year..to_year loop
          name := format('market_data_%s', year);
          continue when to_regclass(name) is not null;
          -- Attached, not created in place: that would shut readers out of the whole table.
          perform pg_advisory_xact_lock(7237402, 2);
          -- Asked of the catalogue's rows: a lookup by name may be answered from before the wait.
          continue when exists (select from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'market_data'::regclass and relname = name);
          execute format('create table %I (like market_data including defaults including constraints)', name);
          execute format('alter table market_data attach partition %I for values from (%L) to (%L)', name, make_date(year, 1, 1), make_date(year + 1, 1, 1));
          made := made + 1;
        end loop;
        return made;
      end
      $$`);
    this.addSql('select make_market_data_partitions(2017, 2027)');
  }
}
