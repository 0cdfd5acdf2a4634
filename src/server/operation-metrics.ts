import type { GraphQLFormattedError } from 'graphql';

import type { Metrics } from '../application/ports/telemetry.js';
import type { Attributes } from '../application/ports/tracing.js';
import type { PreparedOperation, RefusedOperation } from './pipeline.js';

/** Counts an operation by what became of it. All label values are of closed sets: root fields, types, outcomes. */
export function countOperation(
  metrics: Metrics,
  answer: PreparedOperation | RefusedOperation,
  errors: readonly GraphQLFormattedError[] | undefined,
  durationMs: number,
): void {
  if ('reason' in answer) {
    metrics.increment('graphql_operations_total', { operation: 'other', type: 'other', outcome: 'rejected' });
    return;
  }
  const type = answer.operation.operation;
  metrics.increment('graphql_operations_total', { operation: answer.label, type, outcome: outcomeOf(errors) });
  metrics.observe('graphql_operation_duration_seconds', durationMs / 1000, { type });
}

/** The same of an operation, for its span. */
export function operationAttributes(
  answer: PreparedOperation | RefusedOperation,
  errors: readonly GraphQLFormattedError[] | undefined,
): Attributes {
  if ('reason' in answer) return { 'graphql.outcome': 'rejected', 'graphql.reason': answer.reason };
  const { operation, label } = answer;
  return { 'graphql.operation.type': operation.operation, 'graphql.operation.name': label, 'graphql.outcome': outcomeOf(errors) };
}

function outcomeOf(errors: readonly GraphQLFormattedError[] | undefined): 'ok' | 'client_error' | 'server_error' {
  if (errors === undefined || errors.length === 0) return 'ok';
  return errors.some((error) => error.extensions?.['code'] === 'INTERNAL') ? 'server_error' : 'client_error';
}
