import { afterAll, beforeAll } from 'vitest';

import type { Application } from '../../src/application/application.js';
import type { ServerOptions } from '../../src/server/http.js';
import { ApiRig } from './api-rig.js';
import { RawClient } from './raw-ws-client.js';

interface Payload {
  readonly query: string;
  readonly variables?: unknown;
}

/** What a caller gets, however it came: HTTP also says a status. */
export interface DoorAnswer {
  readonly codes: readonly string[];
  readonly data: unknown;
  readonly text: string;
}

export interface BothDoors {
  readonly rig: ApiRig;
  overHttp(payload: Payload | string): Promise<DoorAnswer & { readonly status: number }>;
  /** On one socket that stays open: it hangs where an answer before has ended it. */
  overSocket(payload: Payload): Promise<DoorAnswer>;
}

/** One server for the tests of a `describe`, asked over HTTP and over one websocket. */
export function bothDoors(app: Application, options: Partial<ServerOptions> = {}): BothDoors {
  let rig: ApiRig;
  let socket: RawClient;
  let operations = 0;
  beforeAll(async () => {
    rig = await ApiRig.start(app, options);
    socket = await new RawClient(rig.webSocketUrl).init();
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());
  return {
    get rig() {
      return rig;
    },
    async overHttp(payload: Payload | string) {
      const { status, body, text } = await rig.post(payload);
      return { status, codes: codesOf(body.errors), data: body.data, text };
    },
    async overSocket(payload: Payload) {
      const id = `o${(operations += 1)}`;
      socket.send({ type: 'subscribe', id, payload });
      await socket.until((messages) => messages.some((message) => message.id === id));
      const answer = socket.messages.find((message) => message.id === id);
      const isError = answer?.type === 'error';
      const { errors, data } = (isError ? { errors: answer.payload } : (answer?.payload ?? {})) as Result;
      return { codes: codesOf(errors), data, text: JSON.stringify(answer) };
    },
  };
}

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

function codesOf(errors: Result['errors']): string[] {
  return [...new Set((errors ?? []).map(({ extensions }) => extensions.code))];
}
