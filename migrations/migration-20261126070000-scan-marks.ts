// breaking: no
import { Migration } from '@mikro-orm/migrations';

/**
 * What each rule version has scanned, so that scanners of two versions side by side leave each other's marks alone. The
 * marks in `stock_scans` stay for the version before, and are no longer read.
 */
export class Migration20261126070000ScanMarks extends Migration {
  override up(): void {
    this.addSql(`
      create table scan_marks (
        stock_id uuid not null,
        rule_version text not null,
        scanned_version bigint not null,
        dirty_from date,
        scanned_at timestamptz not null,
        constraint scan_marks_pkey primary key (stock_id, rule_version),
        constraint scan_marks_stock_fkey foreign key (stock_id) references stocks (id),
        constraint scan_marks_version check (scanned_version >= 0)
      )`);
    this.addSql(`
      insert into scan_marks (stock_id, rule_version, scanned_version, dirty_from, scanned_at)
      select stock_id, rule_version, scanned_version, dirty_from, coalesce(scanned_at, now())
      from stock_scans where rule_version is not null`);
  }
}
