import { describe, expect, it } from 'vitest';

import { pgliteRig } from '../support/persistence-rig.js';

describe('PGlite in the thread that serves', () => {
  it('lets timers and sockets have their turn between transactions', async () => {
    const rig = await pgliteRig();
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    for (let round = 0; round < 20; round += 1) await rig.database.scans.transaction(() => Promise.resolve());
    for (let round = 0; round < 20; round += 1) await rig.database.scans.countDue('none');
    isDone = true;
    await rig.close();
    expect(turns).toBeGreaterThanOrEqual(40);
  });
});
