import { createSourceEventStream, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { makeServer, type Context, type Server, type SubscribePayload } from 'graphql-ws';

import type { Actor } from '../../domain/access/actor.js';
import type { Logger } from '../../application/ports/telemetry.js';
import { LiveSource } from '../../resolvers/live-source.js';
import { chargeExtensions } from '../operation-charges.js';
import { countOperation } from '../operation-metrics.js';
import { traced } from '../../application/tracing.js';
import type { PreparedOperation } from '../pipeline.js';
import { limitReached, refusal } from '../refusal.js';
import type { Connection } from './connection.js';
import { LiveSubscription, type LiveSubscriptionDeps } from './live-subscription.js';
import type { OperationGate } from './operation-gate.js';
import { sourceOf } from './persisted-source.js';

export interface Authentication {
  readonly actor: Actor;
  /** When the socket has to close; null: never. */
  readonly expiresAt: Date | null;
}

export interface ProtocolDeps extends LiveSubscriptionDeps {
  readonly gate: OperationGate;
  /** Who speaks, by the payload of `connection_init`. Any throw refuses the socket. */
  readonly authenticate: (
    connectionParams: Readonly<Record<string, unknown>>,
    connection: Connection,
  ) => Authentication | Promise<Authentication>;
  /** Takes the socket's place among those of its actor; closes it and says false where there is none left. */
  readonly admitActor: (actor: Actor, connection: Connection) => boolean;
  readonly logger: Logger;
}

export interface ProtocolLimits {
  readonly maxOperations: number;
  readonly initTimeoutMs: number;
}

interface Extra {
  readonly connection: Connection;
}
type LiveContext = Context<Record<string, unknown>, Extra>;

/** The arguments of an execution, with whose and which operation it is, and since when. */
interface OperationArgs extends ExecutionArgs {
  readonly connection: Connection;
  readonly operationId: string;
  readonly prepared: PreparedOperation;
  readonly startedAt: number;
}

/** Clients choose operation ids, and each message to them repeats it. */
const MAX_OPERATION_ID = 128;

/** graphql-transport-ws over the shared pipeline, which lets queries and subscriptions through, and no mutations. */
export function createProtocol(deps: ProtocolDeps, limits: ProtocolLimits): Server<Extra> {
  const { gate } = deps;

  async function subscribe(args: OperationArgs): Promise<ExecutionResult | LiveSubscription> {
    const source = await createSourceEventStream(args);
    if (!(source instanceof LiveSource)) return 'errors' in source ? source : { errors: [new GraphQLError('not a live field')] };
    countOperation(deps.metrics, args.prepared, undefined, performance.now() - args.startedAt);
    return new LiveSubscription(deps, args.connection, args.operationId, source, {
      schema: gate.schema,
      document: args.document,
      operationName: args.operationName ?? null,
      variables: args.variableValues ?? {},
      createContext: () => gate.createContext(args.connection.caller),
      maskErrors: gate.maskErrors,
    });
  }

  async function onSubscribe(
    context: LiveContext,
    id: string,
    payload: SubscribePayload,
  ): Promise<OperationArgs | readonly GraphQLError[]> {
    const startedAt = performance.now();
    const { connection } = context.extra;
    if (id.length > MAX_OPERATION_ID) return [refusal('INVALID_INPUT', `operation ids have at most ${MAX_OPERATION_ID} characters`)];
    if (Object.keys(context.subscriptions).length > limits.maxOperations) {
      return [limitReached(`at most ${limits.maxOperations} operations may run on a connection`)];
    }
    const source = sourceOf(payload, gate.findText);
    if (typeof source !== 'string') return [source];
    const operationName = payload.operationName ?? null;
    const variables = payload.variables ?? {};
    const { caller } = connection;
    const prepared = await gate.prepare({ source, operationName, variables, transport: 'websocket', ...caller });
    if ('errors' in prepared) {
      countOperation(deps.metrics, prepared, undefined, 0);
      return prepared.errors;
    }
    return {
      schema: gate.schema,
      document: prepared.document,
      operationName,
      variableValues: variables,
      contextValue: gate.createContext(caller),
      rootValue: undefined,
      connection,
      operationId: id,
      prepared,
      startedAt,
    };
  }

  /** Within a span of the operation; without tracing at once. */
  function run<T extends ExecutionResult | LiveSubscription>({ prepared }: OperationArgs, work: () => Promise<T>): Promise<T> {
    const type = prepared.operation.operation;
    const attributes = { 'graphql.operation.type': type, 'graphql.operation.name': prepared.label };
    return traced(deps.tracer, `websocket ${type}`, { kind: 'server', attributes }, work);
  }

  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect: async (context) => {
      const { connection } = context.extra;
      try {
        const { actor, expiresAt } = await deps.authenticate(context.connectionParams ?? {}, connection);
        if (!deps.admitActor(actor, connection)) return false;
        connection.authenticated(actor, expiresAt);
        return !connection.isClosed;
      } catch (error) {
        deps.logger.info({ error }, 'a websocket was refused');
        return false;
      }
    },
    onSubscribe,
    execute: (args) => run(args as OperationArgs, async () => gate.execute(args)),
    subscribe: (args) => run(args as OperationArgs, () => subscribe(args as OperationArgs)),
    onNext: (_context, _id, _payload, args, { data, errors }) => {
      const { prepared, startedAt } = args as OperationArgs;
      const masked = errors === undefined ? undefined : gate.maskErrors(errors);
      countOperation(deps.metrics, prepared, masked, performance.now() - startedAt);
      const extensions = chargeExtensions(prepared.charge);
      return { ...(data === undefined ? {} : { data }), ...(masked === undefined ? {} : { errors: masked }), extensions };
    },
    onError: (_context, _id, _payload, errors) => gate.maskErrors(errors),
  });
}
