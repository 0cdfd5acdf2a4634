// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** The nine stocks that the system began with. */
const FIRST_STOCKS: readonly (readonly [symbol: string, name: string, sector: string])[] = [
  ['VCB', 'Ngân hàng Ngoại thương Việt Nam', 'Banking'],
  ['TCB', 'Ngân hàng Kỹ thương Việt Nam', 'Banking'],
  ['BID', 'Ngân hàng Đầu tư Phát triển', 'Banking'],
  ['HPG', 'Tập đoàn Hoa Phát', 'Steel'],
  ['HSG', 'Tập đoàn Hoa Sen', 'Steel'],
  ['VIC', 'Tập đoàn Vingroup', 'Real Estate'],
  ['VHM', 'Vinhomes', 'Real Estate'],
  ['MSN', 'Tập đoàn Masan', 'Consumer'],
  ['SAB', 'Sabeco', 'Consumer'],
];

/** Instruments. Symbols sort bytewise everywhere, whatever the server's locale, because cursors depend on the order. */
export class Migration20261123000100Stocks extends Migration {
  override up(): void {
    this.addSql(`
      create table stocks (
        id uuid not null default gen_random_uuid(),
        symbol text collate "C" not null,
        name text not null,
        sector text,
        exchange text,
        is_index boolean not null default false,
        is_simulated boolean not null default false,
        is_active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint stocks_pkey primary key (id),
        constraint stocks_symbol_key unique (symbol),
        constraint stocks_symbol_form check (symbol ~ '^[A-Z0-9]{1,20}$'),
        constraint stocks_name_length check (char_length(name) between 1 and 200),
        constraint stocks_exchange_known check (exchange in ('HOSE', 'HNX', 'UPCOM'))
      )`);
    const rows = FIRST_STOCKS.map(([symbol, name, sector]) => `('${symbol}', '${name}', '${sector}', 'HOSE')`);
    this.addSql(`insert into stocks (symbol, name, sector, exchange) values ${rows.join(', ')}`);
  }
}
