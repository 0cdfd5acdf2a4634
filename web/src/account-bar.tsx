import { type SyntheticEvent, useSyncExternalStore } from 'react';

import type { Session } from './session';

interface AccountBarProps {
  readonly session: Session;
  /** Whether requests from this machine are the administrator's without signing in. */
  readonly hasLocalAdmin: boolean;
}

/** Who the page asks as, and how to become somebody: with an address and a password, or with a token or key. */
export function AccountBar({ session, hasLocalAdmin }: AccountBarProps) {
  const { token, account, problem } = useSyncExternalStore(session.listen, session.state);
  return (
    <section className="account" aria-label="Account">
      <span className="account-who">{token === null ? nobody(hasLocalAdmin) : somebody(account)}</span>
      {token === null ? (
        <>
          <form onSubmit={(event) => void submitted(event, (field) => session.signIn(field('email'), field('password')))}>
            <input name="email" type="email" placeholder="Email" aria-label="Email" autoComplete="username" required />
            <input name="password" type="password" placeholder="Password" aria-label="Password" autoComplete="current-password" required />
            <button type="submit">Sign in</button>
          </form>
          <form onSubmit={(event) => void submitted(event, (field) => session.take(field('token')))}>
            <input name="token" type="password" placeholder="or access token or API key" aria-label="Token" autoComplete="off" required />
            <button type="submit">Use token</button>
          </form>
        </>
      ) : (
        <button type="button" onClick={() => void session.signOut()}>
          Sign out
        </button>
      )}
      {problem === null ? null : <span role="alert">{problem}</span>}
    </section>
  );
}

function nobody(hasLocalAdmin: boolean): string {
  return hasLocalAdmin ? 'Local administrator: requests from this machine may do everything, without signing in.' : 'Not signed in.';
}

function somebody(account: { readonly email: string; readonly role: string } | null): string {
  return account === null ? 'With a token.' : `${account.email} (${account.role})`;
}

/** Hands the fields over and empties the form: no password stays on the page. */
async function submitted(event: SyntheticEvent<HTMLFormElement>, use: (field: (name: string) => string) => Promise<void>): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget;
  const data = new FormData(form);
  form.reset();
  await use((name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  });
}
