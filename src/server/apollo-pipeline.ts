import { HeaderMap, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, parse, type GraphQLError, type GraphQLFormattedError } from 'graphql';

import type { Logger, Metrics } from '../application/ports/telemetry.js';
import type { Tracer } from '../application/ports/tracing.js';
import type { Application } from '../application/application.js';
import { readFrom, type Context } from '../resolvers/context.js';
import { formatError } from './format-error.js';
import { chargeExtensions } from './operation-charges.js';
import { countOperation, operationAttributes } from './operation-metrics.js';
import type { OperationPipeline, PreparedOperation, RefusedOperation } from './pipeline.js';
import { MAX_ERRORS, type RefusalReason } from './refusal.js';

export interface ApolloPipelineDeps {
  readonly pipeline: OperationPipeline;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
  /** What answers queries, where that is not what answers mutations. */
  readonly readApp: Application | null;
}

type DocumentStore = NonNullable<ApolloServerOptions<Context>['documentStore']>;
type PersistedTexts = NonNullable<Exclude<ApolloServerOptions<Context>['persistedQueries'], false | undefined>['cache']>;

/** Stands where a refused document would: Apollo would parse and validate by rules of its own otherwise. Never runs. */
const REFUSED = parse('{ __typename }');

/**
 * Apollo's document store, answered by the pipeline: Apollo parses and validates nothing itself, since the pipeline
 * has just done so for the same text.
 */
export function createDocumentStore(pipeline: OperationPipeline): DocumentStore {
  return {
    get: async (key) => pipeline.documents.findByHash(key.slice(key.lastIndexOf(':') + 1)) ?? REFUSED,
    set: async () => {},
    delete: async () => true,
  };
}

/**
 * What Apollo asks of automatic persisted queries: texts by hash. It may remember nothing by itself, since the pipeline
 * keeps the text of each document that has passed, and of no other.
 */
export function createPersistedTexts(pipeline: OperationPipeline): PersistedTexts {
  return {
    get: async (key) => pipeline.documents.findText(key.slice(key.lastIndexOf(':') + 1)),
    set: async () => {},
    delete: async () => true,
  };
}

/** Puts the pipeline before each operation of Apollo, masks the errors after it, and counts. */
export function createPipelinePlugin(deps: ApolloPipelineDeps): ApolloServerPlugin<Context> {
  const { pipeline, metrics, tracer } = deps;
  return {
    requestDidStart: async () => {
      const startedAt = performance.now();
      let answer: PreparedOperation | RefusedOperation | undefined;
      return {
        didResolveSource: async ({ source, request, contextValue }) => {
          answer = await pipeline.prepare({
            source,
            operationName: request.operationName ?? null,
            variables: request.variables ?? {},
            actor: contextValue.actor,
            address: contextValue.address,
            transport: request.http?.method === 'GET' ? 'get' : 'post',
          });
        },
        didResolveOperation: async ({ document, operation, contextValue }) => {
          if (answer === undefined || (!('reason' in answer) && answer.document !== document))
            throw new Error('the document is not the one that was checked');
          if (deps.readApp !== null && operation?.operation === OperationTypeNode.QUERY) readFrom(contextValue, deps.readApp);
        },
        responseForOperation: async ({ contextValue }) => {
          if (answer === undefined || !('reason' in answer)) return null;
          return {
            http: { status: statusOf(answer), headers: headersOf(answer) },
            body: { kind: 'single', singleResult: { errors: formatAll(deps, answer.errors, contextValue.requestId) } },
          };
        },
        willSendResponse: async ({ response, errors, contextValue }) => {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (errors !== undefined) singleResult.errors = formatAll(deps, errors, contextValue.requestId);
          if (answer === undefined) return;
          singleResult.extensions = chargeExtensions(answer.charge);
          countOperation(metrics, answer, singleResult.errors, performance.now() - startedAt);
          tracer.current()?.set(operationAttributes(answer, singleResult.errors));
        },
      };
    },
  };
}

const STATUS: Partial<Record<RefusalReason, number>> = { method: 405, permission: 403, untrusted: 403, rate: 429 };

function statusOf({ reason }: RefusedOperation): number {
  return STATUS[reason] ?? 400;
}

function headersOf({ reason, charge }: RefusedOperation): HeaderMap {
  if (reason === 'rate') return new HeaderMap([['retry-after', String(Math.ceil(charge.retryAfterMs / 1000))]]);
  return new HeaderMap(reason === 'method' ? [['allow', 'POST']] : []);
}

/** Errors as clients see them; at most a few of one response. */
export function formatAll(deps: { readonly logger: Logger }, errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[] {
  return errors.slice(0, MAX_ERRORS).map((error) => formatError(deps, error, requestId));
}
