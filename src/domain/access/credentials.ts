import { DomainError } from '../errors.js';

const MAX_EMAIL = 254;
const MIN_PASSWORD = 12;
const MAX_PASSWORD = 200;
const MAX_NAME = 80;

/** An address of email in the one form that accounts are found by: trimmed, in small letters. @throws {DomainError} INVALID_INPUT */
export function normalizeEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length > MAX_EMAIL || !/^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;.]+$/.test(email))
    throw refused('email', 'is no address of email');
  return email;
}

/** A password in the one form that is hashed: keyboards compose the same letter with its accents in several ways (NFKC, RFC 8265). */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Length is what makes a password: 12 to 200 characters, without the address, where it is known.
 * @returns its normal form
 * @throws {DomainError} INVALID_INPUT
 */
export function checkPassword(text: string, email: string | null): string {
  const password = normalizePassword(text);
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD)
    throw refused('password', `has to have ${MIN_PASSWORD} to ${MAX_PASSWORD} characters`);
  if ((email !== null && password.toLowerCase().includes(email)) || new Set(password).size < 5)
    throw refused('password', 'is too easy to guess');
  return password;
}

/** What somebody calls a key. @throws {DomainError} INVALID_INPUT */
export function checkKeyName(text: string): string {
  const name = text.trim();
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.length === 0 || name.length > MAX_NAME || /[\u0000-\u001f\u007f]/.test(name))
    throw refused('name', `has to have 1 to ${MAX_NAME} printable characters`);
  return name;
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `${field} ${what}`, { details: { field } });
}
