import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

/** What the specification demands; `npm run audit:graphql-http` also lists what it only recommends. */
const DEMANDED = serverAudits({ url: 'http://127.0.0.1/' }).filter(({ name }) => name.startsWith('MUST'));

describe('GraphQL over HTTP', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))));
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  it.each(DEMANDED.map(({ id, name }) => [name, id]))('%s (%s)', async (_name, id) => {
    const audit = serverAudits({ url: `${rig.url}/graphql` }).find((each) => each.id === id);
    expect(await audit?.fn()).toMatchObject({ status: 'ok' });
  });
});
