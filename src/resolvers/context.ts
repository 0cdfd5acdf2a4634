import type { Application } from '../application/application.js';
import type { Actor } from '../domain/access/actor.js';
import { createLoaders, type Loaders } from './loaders/loaders.js';

/** What every resolver gets: who asks, what can be done, and loaders of this request alone. */
export interface Context {
  readonly app: Application;
  readonly actor: Actor;
  /** Where the request is from: the client's own address, also behind our proxies. */
  readonly address: string;
  /** As the client calls itself; null over websockets. */
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly loaders: Loaders;
}

/** Lets an operation that only reads be answered from elsewhere, such as a replica. Called before its first resolver. */
export function readFrom(context: Context, app: Application): void {
  Object.assign(context, { app, loaders: createLoaders(app, context.actor) });
}

/** A fresh context: one for each request, and for each item of a subscription. */
export function createContext(
  app: Application,
  { actor, address, userAgent = null }: Pick<Context, 'actor' | 'address'> & Partial<Pick<Context, 'userAgent'>>,
  requestId: string,
): Context {
  return { app, actor, address, userAgent, requestId, loaders: createLoaders(app, actor) };
}
