import { describe, expect, it } from 'vitest';

import type { NamedBucket } from '../application/ports/rate-limiter.js';
import { ANONYMOUS, apiKeyActor, LOCAL_ADMIN, userActor } from '../domain/access/actor.js';
import type { Role } from '../domain/access/role.js';
import { OperationCharges } from './operation-charges.js';

const rate = (perSecond: number) => ({ capacity: perSecond * 10, refillPerSecond: perSecond });
const RATES = { ANONYMOUS: rate(1), VIEWER: rate(2), ANALYST: rate(3), ADMIN: null };
const user = (role: Role) => userActor({ userId: 'u1', sessionId: 's1', role });

function charges() {
  const asked: NamedBucket[] = [];
  const limiter = {
    take: async (bucket: NamedBucket) => {
      asked.push(bucket);
      return { allowed: false, remaining: 0, retryAfterMs: 0 };
    },
    close: async () => {},
  };
  return { asked, charges: new OperationCharges(limiter, RATES) };
}

describe('the charge of an operation', () => {
  it('goes to the user, to the key, or to the network of who is nobody in particular', async () => {
    const { asked, charges: door } = charges();
    const key = apiKeyActor({ userId: 'u1', keyId: 'k1', role: 'ANALYST', scopes: [] });
    for (const actor of [ANONYMOUS, user('VIEWER'), key]) await door.take({ actor, address: '2001:db8::1' }, 5);
    expect(asked).toEqual([
      { key: 'operation:address:2001:db8:0:0', ...RATES.ANONYMOUS },
      { key: 'operation:user:u1', ...RATES.VIEWER },
      { key: 'operation:api-key:k1', ...RATES.ANALYST },
    ]);
  });

  it('is free of limits, and asks nobody, where the class has none', async () => {
    const { asked, charges: door } = charges();
    expect(await door.take({ actor: LOCAL_ADMIN, address: '::1' }, 5)).toEqual({ cost: 5, budget: null, retryAfterMs: 0 });
    expect(asked).toEqual([]);
  });

  it('is never refused without a time to come again', async () => {
    const { charges: door } = charges();
    expect((await door.take({ actor: ANONYMOUS, address: '10.0.0.1' }, 5)).retryAfterMs).toBe(1);
  });
});
