import { setTimeout as delay } from 'node:timers/promises';

import type pg from 'pg';

import type { Leadership, Lease } from '../../application/ports/leadership.js';
import { LEADER_LOCKS } from './advisory-locks.js';
import type { Connection } from './connection.js';
import { translating } from './translate-error.js';

interface LeadershipTimes {
  /** How often the session that holds the locks shows that it lives. */
  readonly heartbeatMs: number;
  /** The server ends a session that has been silent for so long, and with it its locks: a leader that was frozen loses them. */
  readonly silenceMs: number;
}

const LEADERSHIP_TIMES: LeadershipTimes = { heartbeatMs: 2_000, silenceMs: 10_000 };

/** Leaders by advisory locks of one session of this process, outside the pool. PGlite belongs to one process: it leads all. */
export function createLeadership({ openClient }: Pick<Connection, 'openClient'>, times = LEADERSHIP_TIMES): Leadership {
  return openClient === null ? leadAlone() : new SessionLeadership(openClient, times);
}

function leadAlone(): Leadership {
  const taken = new Set<number>();
  return {
    tryLead(place) {
      if (taken.has(place)) return Promise.resolve(null);
      taken.add(place);
      return Promise.resolve({ lost: new AbortController().signal, release: () => Promise.resolve(void taken.delete(place)) });
    },
  };
}

interface Session {
  readonly client: pg.Client;
  readonly lost: AbortController;
  readonly places: Set<number>;
}

class SessionLeadership implements Leadership {
  readonly #openClient: () => Promise<pg.Client>;
  readonly #times: LeadershipTimes;
  #session: Promise<Session> | undefined;

  constructor(openClient: () => Promise<pg.Client>, times: LeadershipTimes) {
    this.#openClient = openClient;
    this.#times = times;
  }

  async tryLead(place: number): Promise<Lease | null> {
    this.#session ??= this.#open();
    const session = await this.#session.catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    // A session may take its own lock again; nobody here wants that.
    if (session.places.has(place)) return null;
    const locked = await this.#ask(session, 'select pg_try_advisory_lock($1, $2) as ok', [LEADER_LOCKS.class, LEADER_LOCKS.first + place]);
    if (!locked) return null;
    session.places.add(place);
    return { lost: session.lost.signal, release: () => this.#release(session, place) };
  }

  async #open(): Promise<Session> {
    return translating(async () => {
      const client = await this.#openClient();
      const session: Session = { client, lost: new AbortController(), places: new Set() };
      client.once('end', () => this.#end(session));
      await client.query(`set idle_session_timeout = ${this.#times.silenceMs}`);
      void this.#keepAlive(session);
      return session;
    });
  }

  async #release(session: Session, place: number): Promise<void> {
    session.places.delete(place);
    if (session.lost.signal.aborted) return;
    if (session.places.size === 0) return this.#end(session);
    await this.#ask(session, 'select pg_advisory_unlock($1, $2) as ok', [LEADER_LOCKS.class, LEADER_LOCKS.first + place]);
  }

  async #keepAlive(session: Session): Promise<void> {
    const { signal } = session.lost;
    while (!signal.aborted) {
      await delay(this.#times.heartbeatMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#ask(session, 'select true as ok', []).catch(() => undefined);
    }
  }

  /** Asks the session; where it fails or is late, all that it held is lost. */
  async #ask(session: Session, sql: string, values: readonly unknown[]): Promise<boolean> {
    return translating(async () => {
      const waiting = new AbortController();
      try {
        const late = delay(this.#times.silenceMs / 2, undefined, { signal: waiting.signal }).then(() => {
          throw new Error('timeout expired');
        });
        const { rows } = await Promise.race([session.client.query<{ ok: boolean }>(sql, [...values]), late]);
        return rows[0]?.ok === true;
      } catch (error) {
        this.#end(session);
        throw error;
      } finally {
        waiting.abort();
      }
    });
  }

  #end(session: Session): void {
    if (session.lost.signal.aborted) return;
    session.lost.abort();
    session.places.clear();
    this.#session = undefined;
    void session.client.end().catch(() => undefined);
  }
}
