/**
 * The time of the market. Real time in production; in the embedded default the accelerated session clock of
 * the simulated or replayed market. Decides which sessions are closed, never how long something took.
 */
export interface MarketClock {
  now(): Date;
}
