import { FAULTS, isFault } from './faults.js';
import type { FaultSwitches } from './faults.js';
import { found, refused } from './door.js';
import type { Door } from './door.js';

/** What the control door can do to streams of ticks. */
export interface StreamControl {
  /** Cuts every stream without a word. */
  drop(): number;
  /** Closes every stream in good form. */
  close(): number;
  /** Streams stay open and say nothing any more, not even an answer to a ping. */
  silence(): void;
  unsilence(): void;
  /** Sends the next ticks of the session to whoever subscribed. */
  emit(count: number): number;
}

/**
 * `GET /control/faults`: what can be switched, what is on, how often each was used. `PUT /control/faults/NAME` (`?times=2`)
 * and `DELETE /control/faults/NAME` switch; `DELETE /control/faults` clears all. `POST /control/streams/drop`, `/close`,
 * `/silence`, `/unsilence`; `POST /control/ticks?count=100`.
 */
export function controlDoor(faults: FaultSwitches, streams: StreamControl): Door {
  return ({ method, path, url }) => {
    const [, noun, name] = path.split('/');
    if (noun === 'faults' && name === undefined) {
      if (method === 'DELETE') faults.clear();
      return found({ known: FAULTS, ...faults.report() });
    }
    if (noun === 'faults' && name !== undefined) {
      if (!isFault(name)) return refused(400, { message: `no such fault: one of ${FAULTS.join(', ')}` });
      const times = url.searchParams.get('times');
      if (method === 'DELETE') faults.switchOff(name);
      else faults.switchOn(name, times === null ? Number.POSITIVE_INFINITY : Number(times));
      return found(faults.report());
    }
    if (noun === 'ticks' && method === 'POST') return found({ sent: streams.emit(Number(url.searchParams.get('count') ?? '1')) });
    if (noun === 'streams' && method === 'POST') return controlStreams(name, streams);
    return undefined;
  };
}

function controlStreams(name: string | undefined, streams: StreamControl) {
  switch (name) {
    case 'drop':
      return found({ dropped: streams.drop() });
    case 'close':
      return found({ closed: streams.close() });
    case 'silence':
      streams.silence();
      return found({ silent: true });
    case 'unsilence':
      streams.unsilence();
      return found({ silent: false });
    default:
      return undefined;
  }
}
