// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** What the exchange of a refresh token is repeated from, where its answer was lost: hashes and a nonce, from which alone no token can be told. */
export class Migration20261127130000RefreshAttempts extends Migration {
  override up(): void {
    this.addSql(`
      alter table refresh_tokens add column attempt_hash text, add column successor_nonce text, add column successor_hash text,
        add constraint refresh_tokens_attempt_whole
          check (num_nonnulls(attempt_hash, successor_nonce, successor_hash) in (0, 3))`);
  }
}
