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
import { actorClass, type Actor } from '../domain/access/actor.js';
import type { Caller, Charge, OperationCharges } from './operation-charges.js';
import { costOf } from './operation-cost.js';
import { OperationDocuments } from './operation-documents.js';
import type { OperationLimits } from './operation-limits.js';
import { findForbiddenField, readOperationPermissions, type OperationPermissions } from './operation-permissions.js';
import { limitReached, MAX_ERRORS, refusal, type RefusalReason } from './refusal.js';
import { rootFieldNames } from './root-fields.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** `get` and `post` are HTTP. */
export type Transport = 'get' | 'post' | 'websocket';

export interface OperationRequest extends Caller {
  readonly source: string;
  readonly operationName: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly transport: Transport;
}

interface AcceptableOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Name for metrics, of a closed set: the root field, or `multiple`. */
  readonly label: string;
  /** Rows that it may read. */
  readonly cost: number;
}
interface Refusal {
  readonly reason: RefusalReason;
  readonly errors: readonly GraphQLError[];
}

/** An operation that may run, and what its caller has paid for it. */
export type PreparedOperation = Omit<AcceptableOperation, 'cost'> & { readonly charge: Charge };
/** An operation that must not run; the errors may be shown as they are. */
export type RefusedOperation = Refusal & { readonly charge: Charge };

const MAX_VALUE_DEPTH = 20;
/** What an operation costs besides its rows, and what one costs that is refused: reading it is work too. */
const OPERATION_COST = 1;
const REFUSAL_COST = 10;

export interface PipelineDeps {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  readonly isIntrospectable: boolean;
  /** The only documents that run; null: any document may. */
  readonly trusted: TrustedDocuments | null;
  readonly charges: OperationCharges;
  readonly metrics: Metrics;
}

/**
 * The one way to an execution, for HTTP and websocket: trusted or not → parse (tokens) → shape (depth, aliases,
 * directives, root fields) → validate → operation and transport → variables → cost → permission → budget. Everything is
 * checked before anything runs; refusals are paid for, and counted by reason.
 */
export class OperationPipeline {
  readonly schema: GraphQLSchema;
  readonly documents: OperationDocuments;
  readonly #deps: PipelineDeps;
  readonly #permissions: OperationPermissions;

  constructor(deps: PipelineDeps) {
    this.#deps = deps;
    this.schema = deps.schema;
    this.documents = new OperationDocuments(deps);
    this.#permissions = readOperationPermissions();
  }

  async prepare(request: OperationRequest): Promise<PreparedOperation | RefusedOperation> {
    const { metrics, charges } = this.#deps;
    const verdict = this.#judge(request);
    const charge = await charges.take(request, 'reason' in verdict ? REFUSAL_COST : OPERATION_COST + verdict.cost);
    const answer = charge.retryAfterMs > 0 ? overBudget(charge) : { ...verdict, charge };
    if (!('reason' in answer)) return answer;
    metrics.increment('graphql_rejections_total', { reason: answer.reason });
    if (answer.reason === 'rate') metrics.increment('rate_limited_total', { class: actorClass(request.actor) });
    return answer;
  }

  #judge(request: OperationRequest): AcceptableOperation | Refusal {
    const { operationName, transport, actor, variables } = request;
    const { [actorClass(actor)]: limits } = this.#deps.limits.byClass;
    const read = this.documents.read(request.source, limits);
    if ('reason' in read) return read;
    const { document } = read;
    const operation = getOperationAST(document, operationName);
    if (operation === null || operation === undefined) {
      return refuse('operation_name', 'OPERATION_RESOLUTION_FAILURE', 'The document has no such operation, or several and none is named.');
    }
    const refused = refuseTransport(operation, transport) ?? this.#refuseType(operation) ?? this.#refuseVariables(operation, variables);
    if (refused !== undefined) return refused;
    const cost = this.#costOf(document, request);
    if (typeof cost !== 'number') return cost;
    if (cost > limits.maxCost) return refuse('cost', 'GRAPHQL_VALIDATION_FAILED', 'The operation asks for too many rows.');
    return this.#refusePermission(document, operation, actor) ?? { document, operation, label: labelOf(document, operation), cost };
  }

  /** graphql-js validates an operation of a type that the schema lacks, and fails when it runs it. */
  #refuseType({ operation }: OperationDefinitionNode): Refusal | undefined {
    if (this.schema.getRootType(operation)) return undefined;
    return refuse('validation', 'GRAPHQL_VALIDATION_FAILED', `There are no operations of type ${operation}.`);
  }

  #refuseVariables(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Refusal | undefined {
    if (isUnusable(variables)) return refuse('variables', 'INVALID_INPUT', 'The variables hold a NUL character or are nested too deeply.');
    const options = { maxErrors: MAX_ERRORS, hideSuggestions: true };
    const { errors } = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables, options);
    if (errors === undefined) return undefined;
    return { reason: 'variables', errors: errors.slice(0, MAX_ERRORS).map((error) => refusal('INVALID_INPUT', error.message, error)) };
  }

  #costOf(document: DocumentNode, { operationName, variables }: OperationRequest): number | Refusal {
    try {
      return costOf({ schema: this.schema, document, operationName, variables });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { reason: 'variables', errors: [refusal('INVALID_INPUT', error.message, error)] };
    }
  }

  #refusePermission(document: DocumentNode, operation: OperationDefinitionNode, actor: Actor): Refusal | undefined {
    const field = findForbiddenField(this.#permissions, document, operation, actor);
    return field === undefined ? undefined : refuse('permission', 'FORBIDDEN', 'This operation is not allowed.');
  }
}

function refuse(reason: RefusalReason, code: string, message: string): Refusal {
  return { reason, errors: [refusal(code, message)] };
}

function overBudget(charge: Charge): RefusedOperation {
  const { retryAfterMs } = charge;
  return { reason: 'rate', errors: [limitReached('Too much was asked for in a short time.', { retryAfterMs })], charge };
}

function refuseTransport({ operation }: OperationDefinitionNode, transport: Transport): Refusal | undefined {
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
