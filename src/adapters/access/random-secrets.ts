import { createHash, createHmac, randomBytes } from 'node:crypto';

import type { Secrets } from '../../application/ports/secrets.js';

export const randomSecrets: Secrets = {
  random: () => randomBytes(32).toString('base64url'),
  hash: (secret) => createHash('sha256').update(secret).digest('hex'),
  derive: (secret, text) => createHmac('sha256', secret).update(text).digest('base64url'),
};
