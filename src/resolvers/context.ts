import type { Application } from '../application/application.js';
import type { Actor } from '../domain/access/actor.js';
import { createLoaders, type Loaders } from './loaders/loaders.js';

/** What every resolver gets: who asks, what can be done, and loaders of this request alone. */
export interface Context {
  readonly app: Application;
  readonly actor: Actor;
  readonly requestId: string;
  readonly loaders: Loaders;
}

/** A fresh context: one for each request, and for each item of a subscription. */
export function createContext(app: Application, actor: Actor, requestId: string): Context {
  return { app, actor, requestId, loaders: createLoaders(app, actor) };
}
