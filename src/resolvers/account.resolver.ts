import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import type { ApiKey, User, UserSession } from '../application/ports/accounts.js';
import { CreateApiKeyInputType } from '../schema/account.args.js';
import { ApiKeyType, CreateApiKeyPayloadType, DonePayloadType, UserSessionType, UserType } from '../schema/account.type.js';
import { computedCost, rowCost } from '../schema/cost.js';
import type { Context } from './context.js';
import { answering } from './mutation-answer.js';

const FEW_ROWS = 20;

@Resolver()
export class AccountResolver {
  @Authorized('session:open')
  @Query(() => UserType, { nullable: true, complexity: rowCost, description: 'The account of this token or key; null without one.' })
  me(@Ctx() { app, actor }: Context): Promise<User | null> {
    return app.findMe(actor);
  }

  @Authorized('account:read')
  @Query(() => [UserSessionType], { complexity: computedCost(FEW_ROWS), description: 'Where you are signed in, the latest first.' })
  mySessions(@Ctx() { app, actor }: Context): Promise<readonly UserSession[]> {
    return app.listMySessions(actor);
  }

  @Authorized('account:read')
  @Query(() => [ApiKeyType], { complexity: computedCost(FEW_ROWS), description: 'Your keys, the newest first.' })
  myApiKeys(@Ctx() { app, actor }: Context): Promise<readonly ApiKey[]> {
    return app.listMyApiKeys(actor);
  }

  @Authorized('account:read')
  @Query(() => String, { complexity: computedCost(1_000), description: 'Everything that is kept of your account, as JSON.' })
  async exportMyData(@Ctx() { app, actor, address }: Context): Promise<string> {
    return JSON.stringify(await app.exportMyData({ address }, actor));
  }

  @Authorized('account:write')
  @Mutation(() => DonePayloadType, { description: 'Sets another password, and ends all your other sessions.' })
  async changePassword(
    @Arg('current', () => String, { description: 'The password so far.' }) current: string,
    @Arg('next', () => String, { description: '12 to 200 characters.' }) next: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.changePassword({ current, next, address }, actor), {}));
  }

  @Authorized('account:write')
  @Mutation(() => DonePayloadType, { description: 'Ends one of your sessions, or all of them.' })
  async revokeSession(
    @Arg('id', () => ID, { nullable: true, description: 'Null: all, this one too.' }) id: string | null,
    @Ctx() { app, actor, address }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.revokeSession({ sessionId: id ?? null, address }, actor), {}));
  }

  @Authorized('api-key:write')
  @Mutation(() => CreateApiKeyPayloadType, { description: 'Makes a key for a program.' })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInputType, { description: 'The key.' }) input: CreateApiKeyInputType,
    @Ctx() { app, actor, address }: Context,
  ): Promise<CreateApiKeyPayloadType> {
    return answering(async () => {
      const { name, scopes, expiresAt, idempotencyKey } = input;
      const { key, secret } = await app.createApiKey({ name, scopes, expiresAt: expiresAt ?? null, idempotencyKey, address }, actor);
      return { apiKey: key, secret };
    });
  }

  @Authorized('api-key:write')
  @Mutation(() => DonePayloadType, { description: 'Ends a key; its sockets close within five seconds.' })
  async revokeApiKey(
    @Arg('id', () => ID, { description: 'Of the key.' }) id: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.revokeApiKey({ keyId: id, address }, actor), {}));
  }

  @Authorized('account:write')
  @Mutation(() => DonePayloadType, { description: 'Removes your account and all that belongs to it, for good.' })
  async deleteMyAccount(
    @Arg('password', () => String, { description: 'Of the account.' }) password: string,
    @Ctx() { app, actor, address }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.deleteMyAccount({ password, address }, actor), {}));
  }
}
