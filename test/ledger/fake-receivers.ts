import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { callbackify } from 'node:util';

import { SMTPServer } from 'smtp-server';

import { SeededRandom } from '../../src/domain/seeded-random.js';

/** What a receiver does with one request; NEVER: with every one of that alert. DIE_AFTER: it takes the alert and says nothing. */
type Behaviour = 'ACCEPT' | 'NEVER' | 'BAD' | 'TOO_MANY' | 'BUSY' | 'SILENT' | 'RESET' | 'DIE_AFTER';

/** An alert that a receiver took. */
interface Acceptance {
  readonly destination: string;
  readonly id: string;
  /** Whether the sender was told. */
  readonly isTold: boolean;
}

const HTTP_FAULTS = ['TOO_MANY', 'BUSY', 'SILENT', 'RESET', 'DIE_AFTER'] as const;
/** A webhook that says 4xx may have it right the next time: it is tried again. */
const WEBHOOK_FAULTS = [...HTTP_FAULTS, 'BAD'] as const;
const SMTP_FAULTS = ['BUSY', 'DIE_AFTER'] as const;
const RETRY_AFTER_SECONDS = 1;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Webhook receivers, a Telegram and a mail server that misbehave by a seed: each alert has its own faults, then it is taken. */
export class FakeReceivers {
  readonly accepted: Acceptance[] = [];
  /** Requests that came before the end of a pause that was asked for. */
  early = 0;
  requests = 0;
  readonly #seed: number;
  readonly #plans = new Map<string, Behaviour[]>();
  readonly #pausedUntil = new Map<string, number>();
  readonly #http = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  readonly #smtp: SMTPServer;

  constructor(seed: number) {
    this.#seed = seed;
    this.#smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, callback) => callbackify(() => this.#takeMail(session.envelope.rcptTo[0]?.address ?? '', stream))(callback),
    });
    this.#smtp.on('error', () => undefined);
  }

  async start(): Promise<{ readonly url: string; readonly smtpPort: number }> {
    this.#http.listen(0, '127.0.0.1');
    const listening = this.#smtp.listen(0, '127.0.0.1');
    await Promise.all([once(this.#http, 'listening'), once(listening, 'listening')]);
    const portOf = (address: unknown): number => (address as AddressInfo).port;
    return { url: `http://127.0.0.1:${portOf(this.#http.address())}`, smtpPort: portOf(listening.address()) };
  }

  /** Whether the receivers refuse this alert for good. */
  isRefused(id: string): boolean {
    return this.#plans.get(id)?.[0] === 'NEVER';
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    await new Promise<void>((resolve) => this.#smtp.close(resolve));
  }

  /** The next behaviour towards an alert: up to two faults, then ACCEPT; a few are refused for ever. */
  #next(id: string, faults: readonly Behaviour[], canRefuse: boolean): Behaviour {
    let plan = this.#plans.get(id);
    if (plan === undefined) {
      const random = SeededRandom.of(this.#seed, id);
      const count = random.integer(0, 2);
      plan =
        canRefuse && random.chance(0.15)
          ? ['NEVER']
          : Array.from({ length: count }, () => faults[random.integer(0, faults.length - 1)] ?? 'BUSY');
      this.#plans.set(id, plan);
    }
    return plan[0] === 'NEVER' ? 'NEVER' : (plan.shift() ?? 'ACCEPT');
  }

  #arrive(destination: string): void {
    this.requests += 1;
    if (performance.now() < (this.#pausedUntil.get(destination) ?? 0)) this.early += 1;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const isTelegram = request.url?.endsWith('/sendMessage') === true;
    const destination = isTelegram ? 'telegram' : (request.url ?? '');
    this.#arrive(destination);
    const header = request.headers['webhook-id'];
    const id = typeof header === 'string' ? header : (UUID.exec(body)?.[0] ?? '');
    const behaviour = this.#next(id, isTelegram ? HTTP_FAULTS : WEBHOOK_FAULTS, isTelegram);
    const say = (status: number, telegram: object): void => {
      if (status === 429) response.setHeader('retry-after', String(RETRY_AFTER_SECONDS));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isTelegram ? telegram : {}));
    };
    switch (behaviour) {
      case 'ACCEPT':
        this.accepted.push({ destination, id, isTold: true });
        return say(200, { ok: true, result: { message_id: this.requests } });
      case 'DIE_AFTER':
        this.accepted.push({ destination, id, isTold: false });
        return void request.socket.destroy();
      case 'RESET':
        return void request.socket.resetAndDestroy();
      case 'SILENT':
        return;
      case 'TOO_MANY':
        this.#pausedUntil.set(destination, performance.now() + RETRY_AFTER_SECONDS * 1_000);
        return say(429, { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: RETRY_AFTER_SECONDS } });
      case 'BUSY':
        return say(503, { ok: false, error_code: 503, description: 'Service Unavailable' });
      case 'NEVER':
      case 'BAD':
        return say(400, { ok: false, error_code: 400, description: 'Bad Request: message is too long' });
    }
  }

  async #takeMail(to: string, stream: Readable): Promise<void> {
    const mail = await readText(stream);
    this.#arrive(to);
    const id = UUID.exec(/^Message-ID: (.*)$/im.exec(mail)?.[1] ?? '')?.[0] ?? '';
    switch (this.#next(id, SMTP_FAULTS, true)) {
      case 'BUSY':
        throw Object.assign(new Error('4.3.2 come back later'), { responseCode: 451 });
      case 'NEVER':
        throw Object.assign(new Error('5.6.0 not this'), { responseCode: 554 });
      case 'DIE_AFTER':
        this.accepted.push({ destination: to, id, isTold: false });
        return new Promise<never>(() => undefined);
      default:
        this.accepted.push({ destination: to, id, isTold: true });
    }
  }
}
