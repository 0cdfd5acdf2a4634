import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import type { Metrics } from '../application/ports/telemetry.js';
import type { Actor } from '../domain/access/actor.js';
import { costOf } from './operation-cost.js';
import { OperationDocuments } from './operation-documents.js';
import type { OperationLimits } from './operation-limits.js';
import { findForbiddenField, readOperationPermissions, rootFieldNames, type OperationPermissions } from './operation-permissions.js';
import { MAX_ERRORS, refusal, type RefusalReason } from './refusal.js';

/** `get` and `post` are HTTP. */
export type Transport = 'get' | 'post' | 'websocket';

export interface OperationRequest {
  readonly source: string;
  readonly operationName: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly transport: Transport;
}

/** An operation that may run. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Name for metrics, of a closed set: the root field, or `multiple`. */
  readonly label: string;
}

/** An operation that must not run; the errors may be shown as they are. */
export interface RefusedOperation {
  readonly reason: RefusalReason;
  readonly errors: readonly GraphQLError[];
}

const MAX_VALUE_DEPTH = 20;

export interface PipelineDeps {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  readonly isIntrospectable: boolean;
  readonly metrics: Metrics;
}

/**
 * The one way to an execution, for HTTP and websocket: parse (tokens) → shape (depth, aliases, directives, root
 * fields) → validate → operation and transport → variables → cost → permission. Everything is checked before anything
 * runs; refusals are counted by reason.
 */
export class OperationPipeline {
  readonly schema: GraphQLSchema;
  readonly documents: OperationDocuments;
  readonly #deps: PipelineDeps;
  readonly #permissions: OperationPermissions;

  constructor(deps: PipelineDeps) {
    this.#deps = deps;
    this.schema = deps.schema;
    this.documents = new OperationDocuments(deps.schema, deps.limits, deps.isIntrospectable);
    this.#permissions = readOperationPermissions();
  }

  prepare(request: OperationRequest): PreparedOperation | RefusedOperation {
    const answer = this.#prepare(request);
    if ('reason' in answer) this.#deps.metrics.increment('graphql_rejections_total', { reason: answer.reason });
    return answer;
  }

  #prepare(request: OperationRequest): PreparedOperation | RefusedOperation {
    const read = this.documents.read(request.source);
    if ('reason' in read) return read;
    const { document } = read;
    const operation = getOperationAST(document, request.operationName);
    if (operation === null || operation === undefined) {
      return refuse('operation_name', 'OPERATION_RESOLUTION_FAILURE', 'The document has no such operation, or several and none is named.');
    }
    return (
      refuseTransport(operation, request.transport) ??
      this.#refuseType(operation) ??
      this.#refuseVariables(operation, request.variables) ??
      this.#refuseCost(document, request) ??
      this.#refusePermission(document, operation, request.actor) ?? { document, operation, label: labelOf(document, operation) }
    );
  }

  /** graphql-js validates an operation of a type that the schema lacks, and fails when it runs it. */
  #refuseType({ operation }: OperationDefinitionNode): RefusedOperation | undefined {
    if (this.schema.getRootType(operation)) return undefined;
    return refuse('validation', 'GRAPHQL_VALIDATION_FAILED', `There are no operations of type ${operation}.`);
  }

  #refuseVariables(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): RefusedOperation | undefined {
    if (isUnusable(variables)) return refuse('variables', 'INVALID_INPUT', 'The variables hold a NUL character or are nested too deeply.');
    const options = { maxErrors: MAX_ERRORS, hideSuggestions: true };
    const { errors } = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables, options);
    if (errors === undefined) return undefined;
    return { reason: 'variables', errors: errors.slice(0, MAX_ERRORS).map((error) => refusal('INVALID_INPUT', error.message, error)) };
  }

  #refuseCost(document: DocumentNode, request: OperationRequest): RefusedOperation | undefined {
    const { operationName, variables } = request;
    try {
      const cost = costOf({ schema: this.schema, document, operationName, variables });
      if (cost <= this.#deps.limits.maxCost) return undefined;
      return refuse('cost', 'GRAPHQL_VALIDATION_FAILED', 'The operation asks for too many rows.');
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { reason: 'variables', errors: [refusal('INVALID_INPUT', error.message, error)] };
    }
  }

  #refusePermission(document: DocumentNode, operation: OperationDefinitionNode, actor: Actor): RefusedOperation | undefined {
    const field = findForbiddenField(this.#permissions, document, operation, actor);
    return field === undefined ? undefined : refuse('permission', 'FORBIDDEN', 'This operation is not allowed.');
  }
}

function refuse(reason: RefusalReason, code: string, message: string): RefusedOperation {
  return { reason, errors: [refusal(code, message)] };
}

function refuseTransport({ operation }: OperationDefinitionNode, transport: Transport): RefusedOperation | undefined {
  if (transport === 'get' && operation !== OperationTypeNode.QUERY) return refuse('method', 'BAD_REQUEST', 'GET runs queries only.');
  if (transport === 'post' && operation === OperationTypeNode.SUBSCRIPTION) {
    return refuse('transport', 'GRAPHQL_VALIDATION_FAILED', 'Subscriptions run over a websocket.');
  }
  if (transport === 'websocket' && operation === OperationTypeNode.MUTATION) {
    return refuse('transport', 'GRAPHQL_VALIDATION_FAILED', 'Mutations run over HTTP.');
  }
  return undefined;
}

function labelOf(document: DocumentNode, operation: OperationDefinitionNode): string {
  const [name = 'multiple', ...others] = new Set(rootFieldNames(document, operation.selectionSet));
  return others.length > 0 ? 'multiple' : name;
}

/** PostgreSQL has no text with NUL in it: such a value can only be a mistake or an attack. So can one nested so deeply. */
function isUnusable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_VALUE_DEPTH || Object.entries(value).some(([key, inner]) => key.includes('\0') || isUnusable(inner, depth + 1));
}
