import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Path of the page behind the links in emails. */
const PATH = '/unsubscribe/';

/**
 * Tokens that end the messages to an address: its hash, signed. They name nobody, are good for ever, as a link in an old email has to be, and follow
 * from the key that signs webhooks.
 */
export function unsubscribeTokens(webhookKey: string) {
  const sign = (hash: Buffer) => createHmac('sha256', webhookKey).update('unsubscribe:').update(hash).digest();
  return {
    /** @param publicUrl of the API, without a slash at its end */
    urlFor: (publicUrl: string, target: string): string => {
      const hash = createHash('sha256')
        .update(target.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
        .digest();
      return `${publicUrl}${PATH}${hash.toString('base64url')}.${sign(hash).toString('base64url')}`;
    },
    /** Hexadecimal; null where this server has not signed it. */
    targetHashOf: (token: string): string | null => {
      const [, hashText, signature] = /^([\w-]{43})\.([\w-]{43})$/.exec(token) ?? [];
      if (hashText === undefined || signature === undefined) return null;
      const hash = Buffer.from(hashText, 'base64url');
      return timingSafeEqual(sign(hash), Buffer.from(signature, 'base64url')) ? hash.toString('hex') : null;
    },
  };
}
