import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';

import { DonePayloadType, SessionPayloadType, UserPayloadType } from '../schema/account.type.js';
import type { Context } from './context.js';
import { answering } from './mutation-answer.js';

@Resolver()
export class SessionResolver {
  @Authorized('session:open')
  @Mutation(() => SessionPayloadType, { description: 'Opens a session. An unknown address and a wrong password get the same answer.' })
  async signIn(
    @Arg('email', () => String, { description: 'Of the account.' }) email: string,
    @Arg('password', () => String, { description: 'Of the account.' }) password: string,
    @Ctx() { app, actor, address, userAgent }: Context,
  ): Promise<SessionPayloadType> {
    return answering(() => app.signIn({ email, password, address, userAgent }, actor));
  }

  @Authorized('session:open')
  @Mutation(() => SessionPayloadType, {
    description:
      'Exchanges a refresh token, once. CONFLICT where another request has just done it; a token that was exchanged before that ends the session. The same idempotencyKey again, within ten seconds, gets the same refresh token.',
  })
  async refreshSession(
    @Arg('refreshToken', () => String, { description: 'The newest of the session.' }) refreshToken: string,
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description: '8 to 100 letters, digits, `.`, `:`, `-`, `_`. With it a request whose answer was lost can be sent again.',
    })
    idempotencyKey: string | null,
    @Ctx() { app, actor, address }: Context,
  ): Promise<SessionPayloadType> {
    return answering(() => app.refreshSession({ refreshToken, idempotencyKey: idempotencyKey ?? null, address }, actor));
  }

  @Authorized('account:write')
  @Mutation(() => DonePayloadType, { description: 'Ends the session of this token; its sockets close within five seconds.' })
  async signOut(@Ctx() { app, actor, address }: Context): Promise<DonePayloadType> {
    return answering(async () => (await app.signOut({ address }, actor), {}));
  }

  @Authorized('session:open')
  @Mutation(() => UserPayloadType, { description: 'Makes an account, where the server lets anybody.' })
  async signUp(
    @Arg('email', () => String, { description: 'Address of email.' }) email: string,
    @Arg('password', () => String, { description: '12 to 200 characters.' }) password: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<UserPayloadType> {
    return answering(async () => ({ user: await app.signUp({ email, password, address }, actor) }));
  }

  @Authorized('session:open')
  @Mutation(() => UserPayloadType, { description: 'Makes the account that an administrator has invited to.' })
  async acceptInvitation(
    @Arg('token', () => String, { description: 'Of the invitation.' }) token: string,
    @Arg('password', () => String, { description: '12 to 200 characters.' }) password: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<UserPayloadType> {
    return answering(async () => ({ user: await app.acceptInvitation({ token, password, address }, actor) }));
  }
}
