import type { AccountDeps } from './account-deps.js';
import { createApiKey, listMyApiKeys, revokeApiKey } from './api-keys.js';
import { changePassword, deleteMyAccount, exportMyData, findMe, listMySessions, revokeSession, signOut } from './own-account.js';
import { refreshSession } from './refresh-session.js';
import { signIn } from './sign-in.js';
import { acceptInvitation, changeRole, inviteUser, listAuditEvents, listUsers, setBan, signUp } from './users.js';

/** What the API does with accounts, bound to what it stands on. */
export function accountUseCases(deps: AccountDeps) {
  return {
    signIn: signIn(deps),
    refreshSession: refreshSession(deps),
    signOut: signOut(deps),
    signUp: signUp(deps),
    acceptInvitation: acceptInvitation(deps),
    findMe: findMe(deps),
    changePassword: changePassword(deps),
    listMySessions: listMySessions(deps),
    revokeSession: revokeSession(deps),
    createApiKey: createApiKey(deps),
    listMyApiKeys: listMyApiKeys(deps),
    revokeApiKey: revokeApiKey(deps),
    exportMyData: exportMyData(deps),
    deleteMyAccount: deleteMyAccount(deps),
    inviteUser: inviteUser(deps),
    listUsers: listUsers(deps),
    changeRole: changeRole(deps),
    setBan: setBan(deps),
    listAuditEvents: listAuditEvents(deps),
  };
}

export type AccountUseCases = ReturnType<typeof accountUseCases>;
