// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Finds the bars that came or were corrected since a moment. Bars come in the order of time, so a summary of blocks does for most. */
export class Migration20261128113000BarTimes extends Migration {
  override up(): void {
    this.addSql(
      'create index market_data_received_idx on market_data using brin (received_at) with (pages_per_range = 16, autosummarize = on)',
    );
    this.addSql('create index market_data_revised_idx on market_data (revised_at) where revised_at is not null');
  }
}
