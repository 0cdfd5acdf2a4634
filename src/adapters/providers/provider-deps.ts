import type { MarketClock } from '../../application/ports/clock.js';
import type { CallDeps } from './calls/provider-calls.js';

/** What every provider needs besides its settings. */
export interface ProviderDeps extends CallDeps {
  readonly clock: MarketClock;
}
