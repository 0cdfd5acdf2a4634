// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Backtests of users as jobs, and what came of them: figures, trades and the equity of every session. */
export class Migration20261128123000Backtests extends Migration {
  override up(): void {
    this.addSql(`
      create table backtests (
        id uuid not null default gen_random_uuid(),
        seq bigint generated always as identity,
        user_id uuid not null,
        strategy jsonb not null,
        terms jsonb not null,
        rule_set text not null,
        symbols text[],
        exchanges text[],
        from_date date,
        to_date date not null,
        cash bigint not null,
        risk_free_pct double precision not null,
        state text not null default 'QUEUED',
        progress double precision not null default 0,
        attempts integer not null default 0,
        fence integer not null default 0,
        lease_holder text,
        lease_until timestamptz,
        due_at timestamptz not null default now(),
        checkpoint jsonb,
        failure_code text,
        failure_message text,
        rule_version text,
        engine_version text,
        data_hash text,
        result_hash text,
        look_ahead text,
        result jsonb,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        constraint backtests_pkey primary key (id),
        constraint backtests_user foreign key (user_id) references users (id) on delete cascade,
        constraint backtests_state_known check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
        constraint backtests_progress_is_a_part check (progress between 0 and 1),
        constraint backtests_leased check ((state = 'RUNNING') = (lease_until is not null)),
        constraint backtests_ended check ((state in ('DONE', 'FAILED', 'CANCELLED')) = (finished_at is not null)),
        constraint backtests_done_whole check ((state = 'DONE') = (result is not null and result_hash is not null and data_hash is not null)),
        constraint backtests_failed_with_reason check ((state = 'FAILED') = (failure_code is not null))
      )`);
    this.addSql("create index backtests_open on backtests (seq) where state in ('QUEUED', 'RUNNING')");
    this.addSql('create index backtests_of_user on backtests (user_id, seq)');
    this.addSql('create index backtests_finished on backtests (finished_at) where finished_at is not null');
    this.addSql(`
      create table backtest_trades (
        backtest_id uuid not null,
        number integer not null,
        symbol text not null,
        kind text not null,
        signal_date date not null,
        entry_date date not null,
        entry_price bigint not null,
        shares bigint not null,
        entry_fee bigint not null,
        decision_date date not null,
        exit_date date not null,
        exit_price bigint not null,
        exit_fee bigint not null,
        sale_tax bigint not null,
        reason text not null,
        bars integer not null,
        profit bigint not null,
        constraint backtest_trades_pkey primary key (backtest_id, number),
        constraint backtest_trades_backtest foreign key (backtest_id) references backtests (id) on delete cascade
      )`);
    this.addSql(`
      create table backtest_equity_points (
        backtest_id uuid not null,
        date date not null,
        equity bigint not null,
        invested bigint not null,
        constraint backtest_equity_points_pkey primary key (backtest_id, date),
        constraint backtest_equity_points_backtest foreign key (backtest_id) references backtests (id) on delete cascade
      )`);
  }
}
