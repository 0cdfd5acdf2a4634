// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** What moves prices without a trade. Bars stay as they were traded; adjusted ones are computed from these rows. */
export class Migration20261127091000CorporateActions extends Migration {
  override up(): void {
    this.addSql(`
      create table corporate_actions (
        id uuid not null default gen_random_uuid(),
        stock_id uuid not null,
        ex_date date not null,
        kind text not null,
        cash numeric(18,4),
        new_shares integer,
        held_shares integer,
        price numeric(18,4),
        recorded_at timestamptz not null default now(),
        cancelled_at timestamptz,
        constraint corporate_actions_pkey primary key (id),
        constraint corporate_actions_stock_fkey foreign key (stock_id) references stocks (id),
        constraint corporate_actions_kind_known check (kind in ('CASH_DIVIDEND', 'SHARE_DISTRIBUTION', 'RIGHTS_ISSUE')),
        constraint corporate_actions_cash check ((cash is not null) = (kind = 'CASH_DIVIDEND') and cash > 0),
        constraint corporate_actions_shares check (
          (new_shares is not null) = (kind <> 'CASH_DIVIDEND') and (held_shares is not null) = (kind <> 'CASH_DIVIDEND')
          and new_shares > 0 and held_shares > 0),
        constraint corporate_actions_price check ((price is not null) = (kind = 'RIGHTS_ISSUE') and price > 0)
      )`);
    this.addSql('create unique index corporate_actions_once on corporate_actions (stock_id, ex_date, kind) where cancelled_at is null');
  }
}
