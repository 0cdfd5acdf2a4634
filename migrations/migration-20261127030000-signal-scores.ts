// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** What scores say of stored signals, and what became of them. */
export class Migration20261127030000SignalScores extends Migration {
  override up(): void {
    this.addSql(`
      create table signal_scores (
        signal_id text collate "C" not null,
        score integer,
        adjusted double precision,
        confidence double precision,
        status text not null,
        status_date date,
        level double precision,
        is_primary boolean not null,
        is_implied boolean not null,
        is_conflicting boolean not null,
        details jsonb,
        scored_through date not null,
        scored_at timestamptz not null default now(),
        constraint signal_scores_pkey primary key (signal_id),
        constraint signal_scores_signal foreign key (signal_id) references vpa_signals (id) on delete cascade,
        constraint signal_scores_status_known check (status in ('PENDING', 'CONFIRMED', 'FAILED', 'EXPIRED', 'RETRACTED')),
        constraint signal_scores_score_range check (score between 0 and 100),
        constraint signal_scores_confidence_range check (confidence between 0 and 1)
      )`);
    this.addSql("create index signal_scores_pending on signal_scores (signal_id) where status = 'PENDING'");
  }
}
