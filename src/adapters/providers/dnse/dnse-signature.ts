import { createHmac } from 'node:crypto';

export interface DnseKeys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Headers of a signed request: HMAC-SHA256 over method, path with its query, date and nonce. */
export function signRequest({ apiKey, apiSecret }: DnseKeys, url: URL, now: Date, nonce: string): Readonly<Record<string, string>> {
  const date = now.toUTCString().replace('GMT', '+0000');
  const text = `(request-target): get ${url.pathname}${url.search}\ndate: ${date}\nnonce: ${nonce}`;
  const signature = encodeURIComponent(createHmac('sha256', apiSecret).update(text).digest('base64'));
  return {
    'x-api-key': apiKey,
    date,
    'x-signature': `Signature keyId="${apiKey}",algorithm="hmac-sha256",headers="(request-target) date",signature="${signature}",nonce="${nonce}"`,
  };
}

/** The login message of a stream: HMAC-SHA256 over key, time in seconds and nonce. */
export function signLogin({ apiKey, apiSecret }: DnseKeys, now: Date, nonce: string): Readonly<Record<string, unknown>> {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = createHmac('sha256', apiSecret).update(`${apiKey}:${timestamp}:${nonce}`).digest('hex');
  return { action: 'auth', api_key: apiKey, signature, timestamp, nonce };
}
