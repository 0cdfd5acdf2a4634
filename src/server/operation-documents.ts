import { createHash } from 'node:crypto';

import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

import { BoundedCache } from './bounded-cache.js';
import { findShapeFault, type OperationLimits, type ShapeFault } from './operation-limits.js';
import { MAX_ERRORS, refusal, type RefusalReason } from './refusal.js';

/** Documents that passed are kept; refused ones are not. */
const CACHED_DOCUMENTS = 500;

const SHAPE_FAULTS: Readonly<Record<ShapeFault, string>> = {
  depth: 'The operation is nested too deeply.',
  aliases: 'The operation has too many aliases.',
  directives: 'The operation has too many directives.',
  root_fields: 'The operation has too many root fields.',
  nul: 'A text holds a NUL character.',
};

export type DocumentAnswer =
  | { readonly document: DocumentNode }
  | { readonly reason: RefusalReason; readonly errors: readonly GraphQLError[] };

/** Parses and validates documents: size, shape, schema. What depends on variables and on who asks comes later. */
export class OperationDocuments {
  readonly #schema: GraphQLSchema;
  readonly #limits: OperationLimits;
  readonly #rules: typeof specifiedRules;
  readonly #valid = new BoundedCache<DocumentNode>(CACHED_DOCUMENTS);

  constructor(schema: GraphQLSchema, limits: OperationLimits, isIntrospectable: boolean) {
    this.#schema = schema;
    this.#limits = limits;
    this.#rules = isIntrospectable ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  /** A document that has passed before, by the SHA-256 (hex) of its text. */
  findByHash(hash: string): DocumentNode | undefined {
    return this.#valid.get(hash);
  }

  read(source: string): DocumentAnswer {
    const hash = createHash('sha256').update(source).digest('hex');
    const known = this.#valid.get(hash);
    if (known !== undefined) return { document: known };
    const answer = this.#check(source);
    if ('document' in answer) this.#valid.set(hash, answer.document);
    return answer;
  }

  #check(source: string): DocumentAnswer {
    let document: DocumentNode;
    try {
      document = parse(source, { maxLexicalTokens: this.#limits.maxTokens });
    } catch (error) {
      return { reason: 'syntax', errors: [syntaxError(error)] };
    }
    const fault = findShapeFault(document, this.#limits);
    if (fault !== undefined) return { reason: fault, errors: [refusal('GRAPHQL_VALIDATION_FAILED', SHAPE_FAULTS[fault])] };
    const errors = validate(this.#schema, document, this.#rules, { maxErrors: MAX_ERRORS, hideSuggestions: true });
    if (errors.length === 0) return { document };
    const shown = errors.slice(0, MAX_ERRORS).map((error) => refusal('GRAPHQL_VALIDATION_FAILED', error.message, error));
    return { reason: 'validation', errors: shown };
  }
}

function syntaxError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error;
  const isTooLong = error.message.includes('Parsing aborted');
  return refusal('GRAPHQL_PARSE_FAILED', isTooLong ? 'The document is too long.' : error.message, error);
}
