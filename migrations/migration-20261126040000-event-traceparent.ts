// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** The trace that an event came from, so that its relay and its deliveries can be added to it. Null where nothing was traced. */
export class Migration20261126040000EventTraceparent extends Migration {
  override up(): void {
    this.addSql('alter table events add column traceparent text');
    this.addSql(
      "alter table events add constraint events_traceparent_form check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') not valid",
    );
  }
}
