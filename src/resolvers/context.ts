import type { Application } from '../application/application.js';
import type { Actor } from '../domain/access/actor.js';
import { createLoaders, type Loaders } from './loaders/loaders.js';

/** What every resolver gets: who asks, what can be done, and loaders of this request alone. */
export interface Context {
  readonly app: Application;
  readonly actor: Actor;
  /** Where the request is from: the client's own address, also behind our proxies. */
  readonly address: string;
  readonly requestId: string;
  readonly loaders: Loaders;
}

/** A fresh context: one for each request, and for each item of a subscription. */
export function createContext(app: Application, { actor, address }: Pick<Context, 'actor' | 'address'>, requestId: string): Context {
  return { app, actor, address, requestId, loaders: createLoaders(app, actor) };
}
