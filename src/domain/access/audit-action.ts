/** What the audit trail tells: security events and changes that administrators and owners of accounts make. */
export const AUDIT_ACTIONS = [
  'USER_CREATED',
  'USER_INVITED',
  'USER_ROLE_CHANGED',
  'USER_BANNED',
  'USER_RESTORED',
  'USER_DELETED',
  'DATA_EXPORTED',
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'SIGNED_OUT',
  'REFRESH_REUSED',
  'PASSWORD_CHANGED',
  'SESSION_REVOKED',
  'API_KEY_CREATED',
  'API_KEY_REVOKED',
  'STOCKS_SAVED',
  'CORPORATE_ACTION_RECORDED',
  'CORPORATE_ACTION_CANCELLED',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
