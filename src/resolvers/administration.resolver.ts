import { Arg, Args, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import type { AuditEvent, User } from '../application/ports/accounts.js';
import type { Role } from '../domain/access/role.js';
import { AuditEventsArgs } from '../schema/account.args.js';
import { AuditEventConnectionType, InvitationPayloadType, RoleEnum, UserConnectionType, UserPayloadType } from '../schema/account.type.js';
import { listCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { auditCursor, userCursor } from './cursor.js';
import { answering } from './mutation-answer.js';

@Resolver()
export class AdministrationResolver {
  @Authorized('user:manage')
  @Query(() => UserConnectionType, { complexity: listCost, description: 'Users by address of email. For administrators.' })
  async users(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<User>> {
    const page = toPage(args, userCursor);
    return toConnection(await app.listUsers({ page }, actor), page, userCursor, (user) => user);
  }

  @Authorized('audit:read')
  @Query(() => AuditEventConnectionType, { complexity: listCost, description: 'The audit trail, newest first. For administrators.' })
  async auditEvents(@Args(() => AuditEventsArgs) args: AuditEventsArgs, @Ctx() { app, actor }: Context): Promise<Connection<AuditEvent>> {
    const page = toPage(args, auditCursor);
    const filter = { userId: args.userId ?? null, actions: args.actions ?? null };
    return toConnection(await app.listAuditEvents({ ...filter, page }, actor), page, auditCursor, (event) => event);
  }

  @Authorized('user:manage')
  @Mutation(() => InvitationPayloadType, { description: 'Invites somebody to make an account. For administrators.' })
  async inviteUser(
    @Arg('email', () => String, { description: 'Address of email of the account.' }) email: string,
    @Arg('role', () => RoleEnum, { description: 'What the user may do.' }) role: Role,
    @Ctx() { app, actor, address }: Context,
  ): Promise<InvitationPayloadType> {
    return answering(async () => ({ token: await app.inviteUser({ email, role, address }, actor) }));
  }

  @Authorized('user:manage')
  @Mutation(() => UserPayloadType, { description: 'Sets what a user may do. For administrators.' })
  async changeUserRole(
    @Arg('userId', () => ID, { description: 'Of the user; not your own.' }) userId: string,
    @Arg('role', () => RoleEnum, { description: 'What the user may do.' }) role: Role,
    @Ctx() { app, actor, address }: Context,
  ): Promise<UserPayloadType> {
    return answering(async () => ({ user: await app.changeRole({ userId, role, address }, actor) }));
  }

  @Authorized('user:manage')
  @Mutation(() => UserPayloadType, {
    description: 'Bans a user, which ends all sessions and keys, or lets one in again. For administrators.',
  })
  async setUserBan(
    @Arg('userId', () => ID, { description: 'Of the user; not your own.' }) userId: string,
    @Arg('isBanned', () => Boolean, { description: 'Whether the user is banned.' }) isBanned: boolean,
    @Ctx() { app, actor, address }: Context,
  ): Promise<UserPayloadType> {
    return answering(async () => ({ user: await app.setBan({ userId, isBanned, address }, actor) }));
  }
}
