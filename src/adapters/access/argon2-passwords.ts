import { hash, verify } from '@node-rs/argon2';

import type { PasswordHasher } from '../../application/ports/secrets.js';

/** Argon2id with 19 MiB, two passes and one lane: what OWASP asks for at least. Runs outside of the event loop. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const argon2Passwords: PasswordHasher = {
  hash: (password) => hash(password, OPTIONS),
  verify: (stored, password) => verify(stored, password),
};
