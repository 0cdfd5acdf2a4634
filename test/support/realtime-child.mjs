/**
 * The realtime worker as a process of its own, over the built program, with a market clock that its parent sets: messages
 * `{now}` are answered with the same. Says `{ready: true}` first.
 */
import { systemTimers } from '../../dist/src/adapters/time/system-timers.js';
import { loadConfig } from '../../dist/src/main/config.js';
import { openCore } from '../../dist/src/main/core.js';
import { createWorkers, startWorkers } from '../../dist/src/main/create-workers.js';
import { InProcessRateLimiter } from '../../dist/src/adapters/rate-limiter/in-process.rate-limiter.js';

let now = new Date(Number(process.env.MARKET_NOW));
const core = await openCore(loadConfig());
const limiter = new InProcessRateLimiter({ metrics: core.registry.metrics, now: () => systemTimers.now() });
const running = startWorkers(createWorkers(core, ['realtime'], { now: () => now }, limiter));
process.on('message', (message) => {
  if ('now' in message) {
    now = new Date(message.now);
    process.send({ now: message.now });
  } else if ('metrics' in message) {
    globalThis.gc?.();
    void Promise.resolve(core.registry.render()).then((text) => process.send({ metrics: text, memory: process.memoryUsage() }));
  }
});
process.on('disconnect', () => process.exit(0));
process.on(
  'SIGTERM',
  () =>
    void running
      .stop()
      .then(() => core.close())
      .then(() => process.exit(0)),
);
process.send({ ready: true });
