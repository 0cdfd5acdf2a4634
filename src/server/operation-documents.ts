import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

import type { Metrics } from '../application/ports/telemetry.js';
import { DomainError } from '../domain/errors.js';
import { BoundedCache } from './bounded-cache.js';
import { findShapeFault, measureShape, type DocumentShape, type ShapeFault } from './document-shape.js';
import type { ClassLimits, OperationLimits } from './operation-limits.js';
import { MAX_ERRORS, refusal, type RefusalReason } from './refusal.js';
import { sha256 } from './sha256.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Documents that passed are kept, with their text; refused ones are not. */
const CACHED_DOCUMENTS = 500;

const SHAPE_FAULTS: Readonly<Record<ShapeFault, string>> = {
  depth: 'The operation is nested too deeply.',
  aliases: 'The operation has too many aliases.',
  directives: 'The operation has too many directives.',
  root_fields: 'The operation has too many root fields.',
  mutations: 'A document holds one mutation.',
  nul: 'A text holds a NUL character.',
};

interface CheckedDocument {
  readonly document: DocumentNode;
  readonly shape: DocumentShape;
}
interface RefusedDocument {
  readonly reason: RefusalReason;
  readonly errors: readonly GraphQLError[];
}
export type DocumentAnswer = CheckedDocument | RefusedDocument;

export interface OperationDocumentsDeps {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  readonly isIntrospectable: boolean;
  /** The only documents that run; null: any document may. */
  readonly trusted: TrustedDocuments | null;
  readonly metrics: Metrics;
}

/** Parses and validates documents: size, shape, schema. What depends on variables and on who asks comes later. */
export class OperationDocuments {
  readonly #deps: OperationDocumentsDeps;
  readonly #rules: typeof specifiedRules;
  readonly #valid: BoundedCache<CheckedDocument>;

  /** @throws {DomainError} INVALID_INPUT where a trusted document does not fit the schema, or nobody's limits. */
  constructor(deps: OperationDocumentsDeps) {
    this.#deps = deps;
    this.#rules = deps.isIntrospectable ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
    this.#valid = new BoundedCache(Math.max(CACHED_DOCUMENTS, deps.trusted?.size ?? 0));
    for (const [hash, text] of deps.trusted ?? []) {
      const answer = this.read(text, deps.limits.byClass.ADMIN);
      if ('reason' in answer)
        throw new DomainError('INVALID_INPUT', `trusted operation ${hash}: ${answer.errors[0]?.message ?? answer.reason}`);
    }
  }

  /** A document that has passed before, by the SHA-256 (hex) of its text. */
  findByHash(hash: string): DocumentNode | undefined {
    return this.#valid.get(hash)?.document;
  }

  /** The text of a document that is trusted, or has passed before: clients may send its SHA-256 instead. */
  findText(hash: string): string | undefined {
    return this.#deps.trusted?.get(hash) ?? this.#valid.get(hash)?.document.loc?.source.body;
  }

  read(source: string, limits: ClassLimits): DocumentAnswer {
    const { trusted, metrics } = this.#deps;
    if (source.length > this.#deps.limits.maxCharacters) return refuse('syntax', 'GRAPHQL_PARSE_FAILED', TOO_LONG);
    const hash = sha256(source);
    if (trusted !== null && !trusted.has(hash)) return refuse('untrusted', 'FORBIDDEN', 'Only trusted operations run here.');
    const known = this.#valid.get(hash);
    if (known !== undefined) return refuseShape(known.shape, limits) ?? known;
    const answer = this.#check(source, limits);
    if ('reason' in answer) return answer;
    this.#valid.set(hash, answer);
    metrics.set('graphql_documents_cached', this.#valid.size);
    return answer;
  }

  #check(source: string, limits: ClassLimits): DocumentAnswer {
    let document: DocumentNode;
    try {
      document = parse(source, { maxLexicalTokens: this.#deps.limits.maxTokens });
    } catch (error) {
      return { reason: 'syntax', errors: [syntaxError(error)] };
    }
    const shape = measureShape(document);
    return refuseShape(shape, limits) ?? this.#refuseInvalid(document) ?? { document, shape };
  }

  #refuseInvalid(document: DocumentNode): RefusedDocument | undefined {
    const { schema } = this.#deps;
    const errors = validate(schema, document, this.#rules, { maxErrors: MAX_ERRORS, hideSuggestions: true });
    if (errors.length > 0) {
      const shown = errors.slice(0, MAX_ERRORS).map((error) => refusal('GRAPHQL_VALIDATION_FAILED', error.message, error));
      return { reason: 'validation', errors: shown };
    }
    return undefined;
  }
}

const TOO_LONG = 'The document is too long.';

function refuse(reason: RefusalReason, code: string, message: string): RefusedDocument {
  return { reason, errors: [refusal(code, message)] };
}

function refuseShape(shape: DocumentShape, limits: ClassLimits): RefusedDocument | undefined {
  const fault = findShapeFault(shape, limits);
  return fault === undefined ? undefined : refuse(fault, 'GRAPHQL_VALIDATION_FAILED', SHAPE_FAULTS[fault]);
}

function syntaxError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error;
  const isTooLong = error.message.includes('Parsing aborted');
  return refusal('GRAPHQL_PARSE_FAILED', isTooLong ? TOO_LONG : error.message, error);
}
