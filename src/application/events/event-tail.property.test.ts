import fc from 'fast-check';
import { expect, test } from 'vitest';

import { aTail, append, listen } from '../../../test/support/a-tail.js';
import type { SequencedEvent } from '../../domain/events.js';

test('whatever the bus loses, repeats or mixes up, every event is delivered once and in order', async () => {
  const hint = fc.oneof(
    { weight: 6, arbitrary: fc.constant('told' as const) },
    { weight: 3, arbitrary: fc.constant('lost' as const) },
    { weight: 2, arbitrary: fc.constant('kept for later' as const) },
    { weight: 2, arbitrary: fc.constant('told twice' as const) },
    { weight: 1, arbitrary: fc.constant('a second passes' as const) },
    { weight: 1, arbitrary: fc.constant('the table is away' as const) },
    { weight: 1, arbitrary: fc.constant('the table is back' as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(hint, { minLength: 1, maxLength: 60 }), async (steps) => {
      const scene = await aTail();
      const listener = listen(scene);
      const kept: SequencedEvent[] = [];
      for (const step of steps) {
        if (step === 'a second passes') await scene.timers.advance(1_000);
        else if (step === 'the table is away') scene.log.failure = new Error('away on purpose');
        else if (step === 'the table is back') scene.log.failure = null;
        else {
          const event = append(scene);
          if (step === 'kept for later') kept.unshift(event);
          if (step === 'told twice') await scene.bus.publish([event, event]);
          if (step === 'told') await scene.bus.publish([event, ...kept.splice(0, 1)]);
        }
      }
      scene.log.failure = null;
      await scene.timers.advance(3_000);
      expect(listener.seqs).toEqual(Array.from({ length: scene.log.newest }, (_, at) => at + 1));
      await scene.tail.close();
    }),
    { numRuns: 60 },
  );
});
