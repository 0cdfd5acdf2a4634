import { DomainError } from '../domain/errors.js';
import { sha256 } from './sha256.js';

/** Text of each trusted document by its SHA-256 (hex). */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * Reads a manifest, `{ "<sha256>": "<document>" }`: what graphql-codegen writes as `persisted-documents.json` with
 * `hashAlgorithm: sha256`.
 * @throws {DomainError} INVALID_INPUT
 */
export function readTrustedDocuments(json: string): TrustedDocuments {
  const documents = new Map<string, string>();
  for (const [hash, text] of Object.entries(parseObject(json))) {
    if (typeof text !== 'string' || sha256(text) !== hash) throw fault(`${hash.slice(0, 80)} is not the SHA-256 of its document`);
    documents.set(hash, text);
  }
  if (documents.size === 0) throw fault('there is none');
  return documents;
}

function parseObject(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below: the text itself is of no help.
  }
  throw fault('not a JSON object of documents by hash');
}

function fault(message: string): DomainError {
  return new DomainError('INVALID_INPUT', `trusted operations: ${message}`);
}
