/** Asks for new tokens this long before the old one ends. */
const REFRESH_AHEAD_MS = 60_000;

export interface Account {
  readonly email: string;
  readonly role: string;
}

/** Who the page asks as. Kept in memory alone: a reload forgets it, and no script of another page can read it. */
export interface SessionState {
  /** An access token or an API key; null: nobody's. */
  readonly token: string | null;
  /** Null where the token's account is not known. */
  readonly account: Account | null;
  /** Why the last attempt failed. */
  readonly problem: string | null;
}

interface Tokens {
  readonly accessToken: string | null;
  readonly expiresAt: string | null;
  readonly refreshToken: string | null;
  readonly errors: readonly { readonly message: string }[];
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

const NOBODY: SessionState = { token: null, account: null, problem: null };
const TOKENS = 'accessToken expiresAt refreshToken errors { message }';
const SIGN_IN = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ${TOKENS} } }`;
const REFRESH = `mutation ($token: String!, $key: String!) { refreshSession(refreshToken: $token, idempotencyKey: $key) { ${TOKENS} } }`;
const SIGN_OUT = 'mutation { signOut { errors { message } } }';
const ME = '{ me { email role } }';

/** Signs in and out, and renews the access token while the page is open. */
export class Session {
  #state = NOBODY;
  #timer: number | undefined;
  readonly #listeners = new Set<() => void>();

  readonly state = (): SessionState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks as whoever this token or key stands for; an empty one: as nobody. */
  async take(token: string): Promise<void> {
    this.#forget();
    const text = token.trim();
    if (text !== '') await this.#show(text);
  }

  async signIn(email: string, password: string): Promise<void> {
    this.#forget();
    await this.#open('signIn', { query: SIGN_IN, variables: { email, password } });
  }

  async signOut(): Promise<void> {
    const { token } = this.#state;
    this.#forget();
    // A key has no session to end: it is only forgotten here.
    if (token !== null) await post({ query: SIGN_OUT }, token).catch(() => undefined);
  }

  async #open(field: 'signIn' | 'refreshSession', request: Request): Promise<void> {
    try {
      const { data, errors } = await post(request, null);
      const tokens = data?.[field] as Tokens | undefined;
      const problem = errors?.[0]?.message ?? tokens?.errors[0]?.message;
      const { accessToken, expiresAt, refreshToken } = tokens ?? {};
      if (problem !== undefined || typeof accessToken !== 'string' || typeof expiresAt !== 'string' || typeof refreshToken !== 'string')
        throw new Error(problem ?? 'the server gave no token');
      this.#timer = window.setTimeout(
        () => void this.#open('refreshSession', { query: REFRESH, variables: { token: refreshToken, key: crypto.randomUUID() } }),
        Math.max(0, Date.parse(expiresAt) - Date.now() - REFRESH_AHEAD_MS),
      );
      await this.#show(accessToken);
    } catch (error) {
      this.#change({ ...NOBODY, problem: messageOf(error) });
    }
  }

  async #show(token: string): Promise<void> {
    try {
      const { data, errors } = await post({ query: ME }, token);
      const [problem] = errors ?? [];
      if (problem !== undefined) throw new Error(problem.message);
      this.#change({ token, account: (data?.['me'] as Account | null | undefined) ?? null, problem: null });
    } catch (error) {
      this.#change({ ...NOBODY, problem: messageOf(error) });
    }
  }

  #forget(): void {
    window.clearTimeout(this.#timer);
    this.#change(NOBODY);
  }

  #change(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

interface Request {
  readonly query: string;
  readonly variables?: Readonly<Record<string, string>>;
}

async function post(request: Request, token: string | null): Promise<Answer> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(token) },
    body: JSON.stringify(request),
  });
  return (await response.json()) as Answer;
}

/** The header, and the field of `connection_init`, that carries a token or a key. */
export function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
