// breaking: no
import { Migration } from '@mikro-orm/migrations';

/** Users, their sessions and keys, invitations, the audit trail, and what was created under an idempotency key. */
export class Migration20261127010000Accounts extends Migration {
  override up(): void {
    this.addSql(`
      create table users (
        id uuid not null default gen_random_uuid(),
        email text not null,
        password_hash text not null,
        role text not null,
        is_active boolean not null default true,
        created_at timestamptz not null default now(),
        constraint users_pkey primary key (id),
        constraint users_email_form check (email = lower(email) and length(email) <= 254),
        constraint users_role_known check (role in ('VIEWER', 'ANALYST', 'ADMIN'))
      )`);
    this.addSql('create unique index users_email_unique on users (email)');
    this.addSql(`
      create table user_sessions (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        user_agent text,
        address text,
        constraint user_sessions_pkey primary key (id),
        constraint user_sessions_user foreign key (user_id) references users (id) on delete cascade
      )`);
    this.addSql('create index user_sessions_of_user on user_sessions (user_id)');
    this.addSql(`
      create table refresh_tokens (
        token_hash text not null,
        session_id uuid not null,
        issued_at timestamptz not null default now(),
        used_at timestamptz,
        constraint refresh_tokens_pkey primary key (token_hash),
        constraint refresh_tokens_session foreign key (session_id) references user_sessions (id) on delete cascade
      )`);
    this.addSql('create index refresh_tokens_of_session on refresh_tokens (session_id)');
    this.addSql(`
      create table api_keys (
        id uuid not null default gen_random_uuid(),
        user_id uuid not null,
        name text not null,
        prefix text not null,
        key_hash text not null,
        scopes text[] not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        constraint api_keys_pkey primary key (id),
        constraint api_keys_user foreign key (user_id) references users (id) on delete cascade
      )`);
    this.addSql('create unique index api_keys_hash_unique on api_keys (key_hash)');
    this.addSql('create index api_keys_of_user on api_keys (user_id)');
    this.addSql(`
      create table invitations (
        token_hash text not null,
        email text not null,
        role text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint invitations_pkey primary key (token_hash),
        constraint invitations_role_known check (role in ('VIEWER', 'ANALYST', 'ADMIN'))
      )`);
    // No foreign key: what somebody did stays when the account is gone. The trail holds ids, never addresses of email.
    this.addSql(`
      create table audit_events (
        id bigint generated always as identity,
        occurred_at timestamptz not null default now(),
        action text not null,
        actor text not null,
        user_id uuid,
        subject text,
        address text,
        details jsonb not null default '{}',
        constraint audit_events_pkey primary key (id)
      )`);
    this.addSql('create index audit_events_of_user on audit_events (user_id, id)');
    this.addSql(`
      create function refuse_change_of_audit() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail is append-only' using errcode = '42501';
      end $$`);
    this.addSql(
      'create trigger audit_events_append_only before update or delete or truncate on audit_events for each statement execute function refuse_change_of_audit()',
    );
    this.addSql(`
      create table idempotency_keys (
        owner text not null,
        key text not null,
        operation text not null,
        request_hash text not null,
        result_id text not null,
        created_at timestamptz not null default now(),
        constraint idempotency_keys_pkey primary key (owner, key)
      )`);
    this.addSql('create index idempotency_keys_by_age on idempotency_keys (created_at)');
  }
}
