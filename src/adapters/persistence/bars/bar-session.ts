import type { BarBatch, RefusedBar } from '../../../application/ports/bar-store.js';

/** One transaction that bars are staged in: on PostgreSQL a connection of its own, on PGlite the only one. */
export interface BarSession {
  /** Runs one statement and returns its rows. */
  run(sql: string, params: readonly unknown[]): Promise<readonly unknown[]>;
  /** Appends to the table `staged_bars`. */
  stage(batch: BarBatch): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Where a batch is staged; prices at the scale of `market_data`, so that equal values compare equal. */
export const CREATE_STAGE = `
  create temp table staged_bars (
    symbol text collate "C" not null,
    trading_date date not null,
    open numeric(18,4) not null,
    high numeric(18,4) not null,
    low numeric(18,4) not null,
    close numeric(18,4) not null,
    volume bigint not null
  ) on commit drop`;

/** $1: symbols that are indices. A symbol that nobody described yet gets a stock of its own name. */
export const ADD_UNKNOWN_STOCKS = `
  insert into stocks (symbol, name, is_index, is_simulated)
  select symbol, symbol, symbol = any($1::text[]), $2::boolean
  from (select distinct symbol from staged_bars) as staged
  where not exists (select from stocks where stocks.symbol = staged.symbol)
  order by symbol
  on conflict do nothing`;

/** $1: years as integers. */
export const MAKE_PARTITIONS = 'select make_market_data_partitions(year, year) from unnest($1::integer[]) as listed (year) order by year';

/**
 * $1: source. Compares before it writes: an unchanged row is not even locked. What is written between the comparison and
 * the insert by somebody else is compared again by the conflict clause. In order of the key, so that two writers can't
 * deadlock. Raises the version of every stock that changed, and tells each rule version from which date on: a mark that was
 * behind without a date stays so, its scan takes all bars.
 */
export const MERGE_STAGE = `
  with written as (
    insert into market_data as stored (stock_id, trading_date, open, high, low, close, volume, source)
    select stocks.id, staged.trading_date, staged.open, staged.high, staged.low, staged.close, staged.volume, $1
    from staged_bars as staged
    join stocks on stocks.symbol = staged.symbol
    left join market_data as known on known.stock_id = stocks.id and known.trading_date = staged.trading_date
    where known.stock_id is null
      or known.close <> staged.close or known.volume <> staged.volume
      or known.open <> staged.open or known.high <> staged.high or known.low <> staged.low
    order by stocks.id, staged.trading_date
    on conflict (stock_id, trading_date) do update
    set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
      source = excluded.source, revised_at = now()
    where (stored.open, stored.high, stored.low, stored.close, stored.volume)
      is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)
    returning stock_id, trading_date, revised_at is null as is_new
  ), touched as (
    select stock_id, min(trading_date) as first_date, count(*) filter (where is_new) as inserted, count(*) as written
    from written group by stock_id
  ), marked as (
    insert into stock_scans as scan (stock_id, dirty_from)
    select stock_id, first_date from touched order by stock_id
    on conflict (stock_id) do update
    set bars_version = scan.bars_version + 1, dirty_from = least(scan.dirty_from, excluded.dirty_from)
    returning scan.stock_id, scan.bars_version - 1 as version_before
  ), remarked as (
    update scan_marks as mark
    set dirty_from = case
      when mark.scanned_version = version_before then first_date
      when mark.dirty_from is not null then least(mark.dirty_from, first_date)
    end
    from marked join touched on touched.stock_id = marked.stock_id
    where mark.stock_id = marked.stock_id
  )
  select coalesce(sum(inserted), 0)::integer as inserted, coalesce(sum(written), 0)::integer as written from touched`;

/** $1: the rows as JSON. A row that is there already is left alone. */
export const ADD_QUARANTINED = `
  insert into quarantined_bars (source, source_line, symbol, trading_date, reason, raw)
  select * from jsonb_to_recordset($1::jsonb) as listed (source text, source_line integer, symbol text, trading_date text, reason text, raw text)
  on conflict do nothing`;

/** The parameter of {@link ADD_QUARANTINED}. Texts are cut to their columns; the database holds no NUL and no half of a character. */
export function quarantineRows(source: string, bars: readonly RefusedBar[]): string {
  return JSON.stringify(
    bars.map(({ sourceLine, symbol, tradingDate, reason, raw }) => ({
      source: clean(source, 300),
      source_line: sourceLine,
      symbol: symbol === null ? null : clean(symbol, 40),
      trading_date: tradingDate === null ? null : clean(tradingDate, 40),
      reason,
      raw: clean(raw, 500),
    })),
  );
}

function clean(text: string, length: number): string {
  return Buffer.from(text.slice(0, length)).toString().replaceAll('\0', '\uFFFD');
}
