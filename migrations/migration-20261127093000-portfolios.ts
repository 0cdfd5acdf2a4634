// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Accounts with shares and money of users, and the transactions that made them what they are. */
export class Migration20261127093000Portfolios extends Migration {
  override up(): void {
    this.addSql(`
      create table portfolios (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        name text not null,
        created_at timestamptz not null default now(),
        constraint portfolios_pkey primary key (id),
        constraint portfolios_user foreign key (user_id) references users (id) on delete cascade
      )`);
    this.addSql('create index portfolios_of_user on portfolios (user_id)');
    this.addSql(`
      create table portfolio_transactions (
        id uuid not null default gen_random_uuid(),
        seq bigint generated always as identity,
        portfolio_id uuid not null,
        date date not null,
        type text not null,
        symbol text,
        shares bigint,
        price bigint,
        amount bigint,
        fee bigint not null default 0,
        tax bigint not null default 0,
        ratio_to integer,
        ratio_from integer,
        signal_id text,
        created_at timestamptz not null default now(),
        constraint portfolio_transactions_pkey primary key (id),
        constraint portfolio_transactions_portfolio foreign key (portfolio_id) references portfolios (id) on delete cascade,
        constraint portfolio_transactions_type_known check (type in
          ('DEPOSIT', 'WITHDRAWAL', 'BUY', 'SELL', 'CASH_DIVIDEND', 'STOCK_DIVIDEND', 'SPLIT', 'FEE', 'TAX')),
        constraint portfolio_transactions_positive check (shares > 0 and price > 0 and amount > 0 and fee >= 0 and tax >= 0)
      )`);
    this.addSql('create index portfolio_transactions_in_order on portfolio_transactions (portfolio_id, seq)');
    this.addSql(`
      create function refuse_change_of_transactions() returns trigger language plpgsql as $$
      begin
        raise exception 'transactions are append-only' using errcode = '42501';
      end $$`);
    this.addSql(
      'create trigger portfolio_transactions_append_only before update on portfolio_transactions for each statement execute function refuse_change_of_transactions()',
    );
  }
}
