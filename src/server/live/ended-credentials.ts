import type { HeldCredential } from '../../application/ports/accounts.js';
import type { Logger } from '../../application/ports/telemetry.js';
import type { CredentialCheck } from '../authenticator.js';
import { CLOSE } from './close-codes.js';
import type { Connection } from './connection.js';

/** A revoked session or key has lost its sockets by then, and a little. */
const EVERY_MS = 2_000;

export interface EndedCredentialsDeps {
  readonly findEnded: CredentialCheck['findEnded'] | null;
  readonly logger: Logger;
}

/**
 * Closes the sockets of sessions and keys that were revoked, or whose role is another one now: one question to the database every other second, for all sockets of
 * the process, and none where nobody has signed in. Where the database is away sockets stay, as it can't be told who has
 * ended; tokens still end by themselves.
 */
export class EndedCredentials {
  readonly #deps: EndedCredentialsDeps;
  readonly #connections: () => Iterable<Connection>;
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;

  constructor(deps: EndedCredentialsDeps, connections: () => Iterable<Connection>) {
    this.#deps = deps;
    this.#connections = connections;
    this.#timer = setInterval(() => void this.#sweep(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #sweep(): Promise<void> {
    const { findEnded, logger } = this.#deps;
    const held = [...this.#connections()].filter(({ actor }) => actor.kind === 'USER' || actor.kind === 'API_KEY');
    if (findEnded === null || held.length === 0 || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const [sessions, keys] = [new Map<string, HeldCredential>(), new Map<string, HeldCredential>()];
      for (const { actor } of held) {
        if (actor.kind === 'USER') sessions.set(`${actor.sessionId} ${actor.role}`, { id: actor.sessionId, role: actor.role });
        else if (actor.kind === 'API_KEY') keys.set(`${actor.keyId} ${actor.role}`, { id: actor.keyId, role: actor.role });
      }
      const ended = await findEnded({ sessions: [...sessions.values()], keys: [...keys.values()] });
      for (const connection of held) if (ended.has(credentialOf(connection))) connection.close(CLOSE.forbidden);
    } catch (error) {
      logger.warn({ error }, 'could not ask which sessions have ended');
    } finally {
      this.#isAsking = false;
    }
  }
}

function credentialOf({ actor }: Connection): string {
  if (actor.kind === 'USER') return actor.sessionId;
  return actor.kind === 'API_KEY' ? actor.keyId : '';
}
