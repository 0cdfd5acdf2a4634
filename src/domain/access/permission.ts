/** What an operation of the API needs. Every operation declares one; who holds which is in `role.ts`. */
export type Permission =
  | 'stock:read'
  | 'bar:read'
  | 'signal:read'
  | 'session:open'
  | 'account:read'
  | 'account:write'
  | 'screen:read'
  | 'screen:write'
  | 'alert:read'
  | 'alert:write'
  | 'portfolio:read'
  | 'portfolio:write'
  | 'api-key:write'
  | 'quarantine:read'
  | 'reference:write'
  | 'user:manage'
  | 'audit:read';
