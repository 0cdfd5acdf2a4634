import { sql } from 'kysely';

import type { AlertStore, UnacknowledgedAlert } from '../../../application/ports/alerts.js';
import type { AlertMessage } from '../../../application/ports/alert-channel.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addDeliveries } from './add-deliveries.js';
import { IS_MUTED } from './alert-book.js';

type Row = Omit<UnacknowledgedAlert, 'message'> & { readonly message: Omit<AlertMessage, 'occurredAt'> & { readonly occurredAt: string } };

/**
 * What nobody has acknowledged. The time runs from when it was sent, or from when it was made where that did not succeed. Only alerts since
 * the matcher has lived in the present epoch: those of before a restore may have been sent on already.
 */
export function createAlertEscalation(db: Db): Pick<AlertStore, 'listUnacknowledged' | 'add'> {
  return {
    listUnacknowledged: (limit) =>
      translating(async () => {
        const { rows } = await sql<Row>`
          select distinct on (rule.id, alert.dedupe) alert.user_id as "userId", alert.dedupe, alert.symbol, alert.priority, alert.message,
            alert.occurred_at as "occurredAt", binding.id as "bindingId", rule.escalate_after_minutes as "afterMinutes",
            json_build_object('id', rule.id, 'ttlMinutes', rule.ttl_minutes, 'quietHours',
              case when quiet_from is not null then json_build_object('from', quiet_from, 'to', quiet_to) end) as rule
          from alert_positions as position
            join event_counter as counter on counter.epoch = position.epoch
            cross join alert_rules as rule
            join users on users.id = rule.user_id and users.is_active
            join alert_bindings as binding on binding.id = rule.escalate_to and binding.user_id = rule.user_id and binding.state = 'ACTIVE'
            join alert_deliveries as alert on alert.rule_id = rule.id and alert.created_at > now() - interval '1 day'
          where not ${IS_MUTED} and alert.created_at > position.adopted_at and alert.state <> 'SUPPRESSED'
            and coalesce(alert.sent_at, case when alert.attempts > 0 then alert.created_at else alert.due_at end)
              < now() - rule.escalate_after_minutes * interval '1 minute'
            and alert.dedupe not like 'digest:%' and alert.dedupe not like 'escalated:%'
            and not exists (
              select from alert_deliveries as other
              where other.rule_id = rule.id and (
                (other.dedupe = alert.dedupe and other.acknowledged_at is not null)
                or (other.dedupe = 'escalated:' || alert.dedupe and other.binding_id = binding.id)))
          order by rule.id, alert.dedupe, alert.seq
          limit ${limit}
        `.execute(db);
        return rows.map(({ message, ...row }) => ({ ...row, message: { ...message, occurredAt: new Date(message.occurredAt) } }));
      }),
    add: (deliveries) => translating(() => addDeliveries(db, deliveries)),
  };
}
