/** Hashes that take their time. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** What an access token says. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** Signed tokens that need no look into the database to be believed. */
export interface AccessTokens {
  sign(claims: AccessClaims): Promise<string>;
  /** Null where the token is none of ours, was changed or has expired. */
  verify(token: string): Promise<AccessClaims | null>;
}

/** Random texts that nobody can guess, and what is stored of them. */
export interface Secrets {
  /** 256 bits, letters, digits, `-` and `_`. */
  random(): string;
  /** SHA-256, hexadecimal: enough for secrets that are random. */
  hash(secret: string): string;
  /** HMAC-SHA-256, as long and in the letters of a random one: the same secret and text give the same, and nobody without the secret can tell it. */
  derive(secret: string, text: string): string;
}
