// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Alert rules, where alerts go, the ledger of deliveries and attempts, and how far the events have been matched. */
export class Migration20261127050000Alerts extends Migration {
  override up(): void {
    this.addSql(`
      create table alert_bindings (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        channel text not null,
        target text not null,
        label text not null,
        language text not null,
        state text not null default 'PENDING',
        code_hash text,
        disabled_reason text,
        paused_until timestamptz,
        failures integer not null default 0,
        created_at timestamptz not null default now(),
        constraint alert_bindings_pkey primary key (id),
        constraint alert_bindings_user foreign key (user_id) references users (id) on delete cascade,
        constraint alert_bindings_channel_known check (channel in ('TELEGRAM', 'EMAIL', 'WEBHOOK', 'SLACK', 'LOG')),
        constraint alert_bindings_state_known check (state in ('PENDING', 'ACTIVE', 'DISABLED')),
        constraint alert_bindings_language_known check (language in ('vi', 'en'))
      )`);
    this.addSql('create index alert_bindings_of_user on alert_bindings (user_id)');
    this.addSql(`
      create table alert_rules (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        name text not null,
        trigger text not null,
        filter jsonb not null,
        binding_ids uuid[] not null,
        cooldown_minutes integer not null,
        ttl_minutes integer not null,
        quiet_from integer,
        quiet_to integer,
        is_muted boolean not null default false,
        created_at timestamptz not null default now(),
        constraint alert_rules_pkey primary key (id),
        constraint alert_rules_user foreign key (user_id) references users (id) on delete cascade,
        constraint alert_rules_trigger_known check (trigger in ('FOUND', 'SCORED', 'DECIDED'))
      )`);
    this.addSql('create index alert_rules_of_user on alert_rules (user_id)');
    this.addSql(`
      create table alert_deliveries (
        id uuid not null default gen_random_uuid(),
        seq bigint generated always as identity,
        user_id uuid not null,
        rule_id uuid,
        binding_id uuid not null,
        dedupe text not null,
        symbol text,
        priority text not null,
        message jsonb not null,
        state text not null,
        reason text,
        occurred_at timestamptz not null,
        created_at timestamptz not null default now(),
        due_at timestamptz not null,
        expires_at timestamptz not null,
        lease_until timestamptz,
        fence integer not null default 0,
        attempts integer not null default 0,
        sent_at timestamptz,
        reference text,
        acknowledged_at timestamptz,
        constraint alert_deliveries_pkey primary key (id),
        constraint alert_deliveries_user foreign key (user_id) references users (id) on delete cascade,
        constraint alert_deliveries_rule foreign key (rule_id) references alert_rules (id) on delete set null,
        constraint alert_deliveries_binding foreign key (binding_id) references alert_bindings (id) on delete cascade,
        constraint alert_deliveries_state_known
          check (state in ('PENDING', 'SENDING', 'RETRYING', 'SENT', 'FAILED', 'EXPIRED', 'SUPPRESSED'))
      )`);
    this.addSql('create unique index alert_deliveries_once on alert_deliveries (rule_id, dedupe, binding_id)');
    this.addSql(
      "create index alert_deliveries_open on alert_deliveries (binding_id, seq) where state in ('PENDING', 'SENDING', 'RETRYING')",
    );
    this.addSql('create index alert_deliveries_of_user on alert_deliveries (user_id, seq)');
    this.addSql('create index alert_deliveries_cooldown on alert_deliveries (rule_id, symbol, occurred_at)');
    this.addSql(`
      create table alert_attempts (
        delivery_id uuid not null,
        attempt integer not null,
        attempted_at timestamptz not null,
        outcome text not null,
        fault text,
        latency_ms integer not null,
        constraint alert_attempts_pkey primary key (delivery_id, attempt),
        constraint alert_attempts_delivery foreign key (delivery_id) references alert_deliveries (id) on delete cascade
      )`);
    this.addSql(`
      create table alert_channels (
        channel text not null,
        paused_until timestamptz not null,
        constraint alert_channels_pkey primary key (channel)
      )`);
    this.addSql(`
      create table alert_positions (
        name text not null,
        epoch text not null,
        seq bigint not null,
        constraint alert_positions_pkey primary key (name)
      )`);
  }
}
