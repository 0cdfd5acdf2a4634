import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

import { AUDIT_ACTIONS, type AuditAction } from '../domain/access/audit-action.js';
import type { Permission } from '../domain/access/permission.js';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../domain/access/role.js';
import { MutationErrorType } from './mutation-error.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar } from './scalars.js';

export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role])) as Readonly<Record<Role, Role>>;
registerEnumType(RoleEnum, { name: 'Role', description: 'What a user may do, from the least to the most.' });

const nameOf = (permission: Permission) => permission.toUpperCase().replaceAll(/[:-]/g, '_');
/** `stock:read` is `STOCK_READ` in the API. */
export const PermissionEnum = Object.fromEntries(
  [...ROLE_PERMISSIONS.ADMIN].map((permission) => [nameOf(permission), permission]),
) as Readonly<Record<string, Permission>>;
registerEnumType(PermissionEnum, { name: 'Permission', description: 'What an operation needs.' });

export const AuditActionEnum = Object.fromEntries(AUDIT_ACTIONS.map((action) => [action, action])) as Readonly<
  Record<AuditAction, AuditAction>
>;
registerEnumType(AuditActionEnum, { name: 'AuditAction', description: 'What an entry of the audit trail tells.' });

@ObjectType('User', { description: 'Somebody with an account.', simpleResolvers: true })
export class UserType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'In small letters.' })
  email!: string;

  @Field(() => RoleEnum, { description: 'What the user may do.' })
  role!: Role;

  @Field(() => Boolean, { description: 'False where the user is banned.' })
  isActive!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the account was made.' })
  createdAt!: Date;
}

@ObjectType('UserEdge', { description: 'A user in a list.', simpleResolvers: true })
export class UserEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => UserType, { description: 'The user.' })
  node!: UserType;
}

@ObjectType('UserConnection', { description: 'A page of users, by address of email.', simpleResolvers: true })
export class UserConnectionType {
  @Field(() => [UserEdgeType], { description: 'The rows, in order.' })
  edges!: readonly UserEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('UserSession', { description: 'Where a user is signed in.', simpleResolvers: true })
export class UserSessionType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When the user signed in.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was last refreshed.' })
  lastUsedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends if it is not used.' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'As the program calls itself.' })
  userAgent!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it was last used from.' })
  address!: string | null;
}

@ObjectType('ApiKey', { description: 'A key for a program. Its secret is shown once, when it is made.', simpleResolvers: true })
export class ApiKeyType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'As its owner calls it.' })
  name!: string;

  @Field(() => String, { description: 'How the secret begins.' })
  prefix!: string;

  @Field(() => [PermissionEnum], { description: 'What it may do, as long as its owner may.' })
  scopes!: readonly Permission[];

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last used, to the minute; null: never.' })
  lastUsedAt!: Date | null;
}

@ObjectType('AuditEvent', { description: 'An entry of the audit trail. Entries are never changed.', simpleResolvers: true })
export class AuditEventType {
  @Field(() => ID, { description: 'Ascending.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => AuditActionEnum, { description: 'What happened.' })
  action!: AuditAction;

  @Field(() => String, { description: 'Who did it: `user:` or `api-key:` with an id, `anonymous`, `local_admin` or `system`.' })
  actor!: string;

  @Field(() => ID, { nullable: true, description: 'Whose account it is about.' })
  userId!: string | null;

  @Field(() => String, { nullable: true, description: 'The id of what it was done to.' })
  subject!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it was done from.' })
  address!: string | null;
}

@ObjectType('AuditEventEdge', { description: 'An entry of the audit trail in a list.', simpleResolvers: true })
export class AuditEventEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => AuditEventType, { description: 'The entry.' })
  node!: AuditEventType;
}

@ObjectType('AuditEventConnection', { description: 'A page of the audit trail, newest first.', simpleResolvers: true })
export class AuditEventConnectionType {
  @Field(() => [AuditEventEdgeType], { description: 'The rows, in order.' })
  edges!: readonly AuditEventEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('SessionPayload', { description: 'Tokens of a session, or why there are none.', simpleResolvers: true })
export class SessionPayloadType {
  @Field(() => String, { nullable: true, description: 'For `Authorization: Bearer` and `connection_init`. A secret.' })
  accessToken?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends: refresh before.' })
  expiresAt?: Date;

  @Field(() => String, { nullable: true, description: 'For `refreshSession`, once. A secret.' })
  refreshToken?: string;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('UserPayload', { description: 'A user that was made or changed, or why none was.', simpleResolvers: true })
export class UserPayloadType {
  @Field(() => UserType, { nullable: true, description: 'As it is now.' })
  user?: UserType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('CreateApiKeyPayload', { description: 'A key that was made, or why none was.', simpleResolvers: true })
export class CreateApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true, description: 'The key.' })
  apiKey?: ApiKeyType;

  @Field(() => String, { nullable: true, description: 'The key itself: keep it, it is shown this once. Null on a replay.' })
  secret?: string | null;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('InvitationPayload', { description: 'An invitation, or why there is none.', simpleResolvers: true })
export class InvitationPayloadType {
  @Field(() => String, { nullable: true, description: 'For `acceptInvitation`, within seven days. A secret, for the one who is invited.' })
  token?: string;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('DonePayload', { description: 'That something was done, or why not.', simpleResolvers: true })
export class DonePayloadType {
  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
