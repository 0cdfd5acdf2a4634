/** Loaded into a process before its program: answers `heap` with what is in use after a collection. */
export interface HeapReport {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

process.on('message', (message) => {
  if (message !== 'heap') return;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss } satisfies HeapReport);
});
process.channel?.unref();
