/** The longest that a stop may take before the process gives up and ends anyway. */
const STOP_LIMIT_MS = 20_000;

/**
 * Runs until SIGTERM or SIGINT, then stops in order. A second signal, or a stop that hangs, ends the process at once.
 * @param stop closes what was started; called once.
 */
export async function untilStopped(stop: () => Promise<void>, limitMs: number = STOP_LIMIT_MS): Promise<void> {
  await new Promise<void>((resolve) => {
    const first = (): void => resolve();
    process.once('SIGTERM', first);
    process.once('SIGINT', first);
  });
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  const limit = setTimeout(() => process.exit(1), limitMs);
  await stop();
  clearTimeout(limit);
}
