import { expect, it } from 'vitest';

import { FakeMetrics } from '../../../test/support/fake-telemetry.js';
import { ANONYMOUS } from '../../domain/access/actor.js';
import type { AccountStore, AuditEntry } from '../ports/accounts.js';
import type { AccountDeps } from './account-deps.js';
import { signIn } from './sign-in.js';

it('counts every failure, and tells the audit trail no more of them than it can hold', async () => {
  const told: AuditEntry[] = [];
  const metrics = new FakeMetrics();
  let left = 3;
  const accounts: Pick<AccountStore, 'findByEmail' | 'audit'> = {
    findByEmail: () => Promise.resolve(null),
    audit: (entry) => Promise.resolve(void told.push(entry)),
  };
  const deps: AccountDeps = {
    accounts: accounts as AccountStore,
    passwords: { hash: () => Promise.resolve('hash'), verify: () => Promise.resolve(false) },
    secrets: { random: () => 'random', hash: (text) => text, derive: (secret, text) => `${secret}:${text}` },
    tokens: { sign: () => Promise.resolve('token'), verify: () => Promise.resolve(null) },
    limiter: {
      take: ({ key }) => {
        const allowed = key !== 'sign-in:failures-told' || (left -= 1) >= 0;
        return Promise.resolve({ allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000 });
      },
      close: () => Promise.resolve(),
    },
    metrics,
    now: () => new Date(0),
    isSignUpOpen: false,
  };
  const guess = signIn(deps);
  for (let i = 0; i < 5; i += 1) {
    const input = { email: `a${i}@example.com`, password: 'a wrong password', address: '10.0.0.1', userAgent: null };
    await expect(guess(input, ANONYMOUS)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  expect(told.map(({ action, userId }) => [action, userId])).toEqual(Array.from({ length: 3 }, () => ['SIGN_IN_FAILED', null]));
  expect(metrics.counter('vpa_access_events_total{event=sign_in_failed}')).toBe(5);
});
