import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { SigningKey } from '../../adapters/access/jose-tokens.js';

const BYTES = 32;

/** The key that signs access tokens of the embedded default: made on the first start, in a file that only its owner reads. */
export async function ownSigningKey(dataDir: string): Promise<SigningKey> {
  const path = join(dataDir, 'signing-key');
  await mkdir(dataDir, { recursive: true });
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (file !== null) {
    await file.writeFile(randomBytes(BYTES).toString('base64url'));
    await file.close();
  }
  return { kid: 'embedded', secret: new Uint8Array(Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url')) };
}
