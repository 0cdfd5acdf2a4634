import type { IncomingHttpHeaders } from 'node:http';

import type { FaultSwitches } from './faults.js';
import type { Tape } from './tape.js';

export interface DoorRequest {
  readonly method: string;
  readonly url: URL;
  /** Path after the door's prefix. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a door answers, before anything is done to it on the wire. */
export interface DoorAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** What all doors look into. */
export interface Hall {
  readonly tape: Tape;
  readonly faults: FaultSwitches;
  readonly now: () => Date;
}

/** One protocol of the fake market over HTTP. Undefined: no such path. */
export type Door = (request: DoorRequest) => DoorAnswer | undefined;

export const found = (json: unknown): DoorAnswer => ({ status: 200, json });
export const refused = (status: number, json: unknown): DoorAnswer => ({ status, json });

/** A query parameter in seconds of UTC. */
export function secondsParameter(url: URL, name: string): Date {
  return new Date(Number(url.searchParams.get(name)) * 1000);
}
