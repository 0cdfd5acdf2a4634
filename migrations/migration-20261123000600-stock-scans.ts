// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** What is left to scan: writers of bars raise `bars_version`, the scanner brings `scanned_version` up to it. */
export class Migration20261123000600StockScans extends Migration {
  override up(): void {
    this.addSql(`
      create table stock_scans (
        stock_id uuid not null,
        bars_version bigint not null default 1,
        dirty_from date,
        scanned_version bigint not null default 0,
        rule_version text,
        scanned_at timestamptz,
        constraint stock_scans_pkey primary key (stock_id),
        constraint stock_scans_stock_fkey foreign key (stock_id) references stocks (id),
        constraint stock_scans_versions check (bars_version > 0 and scanned_version between 0 and bars_version)
      )`);
  }
}
