import { found, refused } from './door.js';
import type { DoorAnswer } from './door.js';

/** What the fake market lets in; a key of a real contract is not one. */
export const FAKE_KEY = 'fake-key';
export const FAKE_SECRET = 'fake-secret';

const LIFETIME_MS = 8 * 3_600_000;

/** Tokens of the fake market, valid for eight hours. */
export class FakeTokens {
  private readonly now: () => Date;
  private readonly validUntil = new Map<string, number>();
  private issued = 0;

  constructor(now: () => Date) {
    this.now = now;
  }

  issue(body: string): DoorAnswer {
    const asked = safeParse(body);
    if (asked?.['apiKey'] !== FAKE_KEY || asked['apiSecret'] !== FAKE_SECRET) {
      return refused(401, { code: 'INVALID_CREDENTIALS', message: 'invalid key or secret' });
    }
    this.issued += 1;
    const accessToken = `fake-token-${this.issued}`;
    const expiresAt = this.now().getTime() + LIFETIME_MS;
    this.validUntil.set(accessToken, expiresAt);
    return found({ data: { accessToken, tokenType: 'Bearer', expiresAt: Math.floor(expiresAt / 1000) } });
  }

  isValid(authorization: string | undefined): boolean {
    const token = authorization?.replace(/^Bearer /, '') ?? '';
    return (this.validUntil.get(token) ?? 0) > this.now().getTime();
  }

  expireAll(): void {
    this.validUntil.clear();
  }
}

function safeParse(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
