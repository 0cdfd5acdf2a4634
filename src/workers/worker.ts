/** A loop that runs until told to stop. */
export interface Worker {
  readonly name: WorkerName;
  /** Resolves once the round at hand has ended after the abort. Never rejects: failures are counted, logged and tried again. */
  run(signal: AbortSignal): Promise<void>;
  /** There is work: do not wait for the next round. */
  poke(): void;
}

export type WorkerName = 'scanner' | 'relay' | 'ingest' | 'alerts' | 'realtime' | 'backtest';

export const WORKER_NAMES: readonly WorkerName[] = ['scanner', 'relay', 'ingest', 'alerts', 'realtime', 'backtest'];
