import type { Permission } from './permission.js';

/** What a user is, from the least to the most. */
export const ROLES = ['VIEWER', 'ANALYST', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

const MARKET: readonly Permission[] = ['stock:read', 'bar:read', 'signal:read'];
/** Anonymous callers read the market and may sign in. */
const ANONYMOUS: readonly Permission[] = [...MARKET, 'session:open'];
const VIEWER: readonly Permission[] = [
  ...ANONYMOUS,
  'account:read',
  'account:write',
  'screen:read',
  'screen:write',
  'alert:read',
  'alert:write',
  'portfolio:read',
  'portfolio:write',
  'backtest:read',
  'backtest:write',
];
const ANALYST: readonly Permission[] = [...VIEWER, 'api-key:write'];
const ADMIN: readonly Permission[] = [...ANALYST, 'quarantine:read', 'reference:write', 'user:manage', 'audit:read'];

/** The one table of who may do what. */
export const ROLE_PERMISSIONS: Readonly<Record<Role | 'ANONYMOUS', ReadonlySet<Permission>>> = {
  ANONYMOUS: new Set(ANONYMOUS),
  VIEWER: new Set(VIEWER),
  ANALYST: new Set(ANALYST),
  ADMIN: new Set(ADMIN),
};
