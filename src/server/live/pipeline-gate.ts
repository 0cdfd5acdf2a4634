import { randomUUID } from 'node:crypto';

import { execute } from 'graphql';

import type { Application } from '../../application/application.js';
import type { Logger } from '../../application/ports/telemetry.js';
import { createContext } from '../../resolvers/context.js';
import { formatError } from '../format-error.js';
import type { OperationPipeline } from '../pipeline.js';
import type { OperationGate } from './operation-gate.js';

export interface PipelineGateDeps {
  readonly pipeline: OperationPipeline;
  readonly app: Application;
  readonly logger: Logger;
}

/** The pipeline of HTTP, as the websocket uses it. */
export function createPipelineGate({ pipeline, app, logger }: PipelineGateDeps): OperationGate {
  return {
    schema: pipeline.schema,
    prepare: (request) => pipeline.prepare(request),
    createContext: (actor) => createContext(app, actor, randomUUID()),
    maskErrors: (errors) => {
      const requestId = randomUUID();
      return errors.map((error) => formatError({ logger }, error, requestId));
    },
    execute,
  };
}
