import type { Interruption, WatchEndedError } from './interruption.js';
import { resume, type ResumeOptions, type Resumable } from './resume.js';

export interface WatchSignalsOptions extends ResumeOptions {
  readonly onInterrupted?: (interruption: Interruption, retryInMs: number) => void;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

/** Items held for a loop that is slower than the feed; beyond them the connection is given back until it caught up. */
const MAX_HELD = 1_000;

/**
 * Signals as an endless iteration that survives restarts of the server: each item once, in order, gaps told as
 * items of type `FeedGap`. Leaving the loop ends the subscription.
 * @throws {WatchEndedError} where it can't go on: a refused token, a faulty query.
 */
export async function* watchSignals<Item extends Resumable>(options: WatchSignalsOptions): AsyncGenerator<Item, void, undefined> {
  const { onInterrupted, signal, ...resumeOptions } = options;
  let held: Item[] = [];
  let after = options.after ?? null;
  let ended: WatchEndedError | undefined;
  let stop: (() => void) | undefined;
  let wake: () => void = () => {};
  const onAbort = (): void => wake();

  const start = (): void => {
    stop = resume<Item>(
      { ...resumeOptions, after },
      {
        onItem: (item) => {
          held.push(item);
          after = item.cursor;
          if (held.length >= MAX_HELD) {
            stop?.();
            stop = undefined;
          }
          wake();
        },
        onEnd: (error) => {
          ended = error;
          wake();
        },
        ...(onInterrupted === undefined ? {} : { onInterrupted }),
      },
    );
  };

  signal?.addEventListener('abort', onAbort);
  try {
    while (signal?.aborted !== true) {
      if (held.length > 0) {
        const items = held;
        held = [];
        yield* items;
      } else if (ended !== undefined) throw ended;
      else {
        if (stop === undefined) start();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop?.();
  }
}
