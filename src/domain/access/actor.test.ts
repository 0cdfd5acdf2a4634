import { describe, expect, it } from 'vitest';

import { actorClass, actorKey, ANONYMOUS, apiKeyActor, LOCAL_ADMIN, requirePermission, SYSTEM, userActor } from './actor.js';
import { ROLE_PERMISSIONS, ROLES } from './role.js';

const ids = { userId: 'u1', keyId: 'k1' };
const analyst = userActor({ userId: 'u1', sessionId: 's1', role: 'ANALYST' });

describe('roles', () => {
  it('each hold what the one before holds, and more', () => {
    const sets = (['ANONYMOUS', ...ROLES] as const).map((role) => ROLE_PERMISSIONS[role]);
    for (const [at, set] of sets.slice(1).entries()) {
      expect([...set]).toEqual(expect.arrayContaining([...sets[at]!]));
      expect(set.size).toBeGreaterThan(sets[at]!.size);
    }
  });

  it('keep accounts, the audit trail and refused bars to administrators', () => {
    for (const permission of ['user:manage', 'audit:read', 'quarantine:read'] as const) {
      expect(ROLES.filter((role) => ROLE_PERMISSIONS[role].has(permission))).toEqual(['ADMIN']);
    }
  });
});

describe('an API key', () => {
  it('holds its scopes and no more', () => {
    const key = apiKeyActor({ ...ids, role: 'ANALYST', scopes: ['signal:read'] });
    expect([...key.permissions]).toEqual(['signal:read']);
    expect(() => requirePermission(key, 'stock:read')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });

  it('loses what its owner loses', () => {
    const scopes = ['signal:read', 'audit:read'] as const;
    expect([...apiKeyActor({ ...ids, role: 'ADMIN', scopes }).permissions]).toEqual(scopes);
    expect([...apiKeyActor({ ...ids, role: 'VIEWER', scopes }).permissions]).toEqual(['signal:read']);
  });
});

describe('an actor', () => {
  it('has the class of its role', () => {
    const key = apiKeyActor({ ...ids, role: 'VIEWER', scopes: [] });
    expect([ANONYMOUS, key, analyst, LOCAL_ADMIN, SYSTEM].map(actorClass)).toEqual(['ANONYMOUS', 'VIEWER', 'ANALYST', 'ADMIN', 'ADMIN']);
  });

  it('has a key of its own, the same in each session', () => {
    const key = apiKeyActor({ ...ids, role: 'VIEWER', scopes: [] });
    const elsewhere = userActor({ userId: 'u1', sessionId: 's2', role: 'ANALYST' });
    expect([ANONYMOUS, LOCAL_ADMIN, analyst, elsewhere, key].map(actorKey)).toEqual([
      'anonymous',
      'local_admin',
      'user:u1',
      'user:u1',
      'api-key:k1',
    ]);
  });
});
