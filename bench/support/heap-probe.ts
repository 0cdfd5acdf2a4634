/** Loaded into a process before its program: answers `heap` with what is in use after a collection, and CPU time so far. */
export interface HeapReport {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  /** Of the process, user and system. */
  readonly cpuMs: number;
}

process.on('message', (message) => {
  if (message !== 'heap') return;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send?.({ heapUsed, external, rss, cpuMs: (user + system) / 1000 } satisfies HeapReport);
});
process.channel?.unref();
