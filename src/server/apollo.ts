import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';

import type { Context } from '../resolvers/context.js';
import { createDocumentStore, createPersistedTexts, createPipelinePlugin, type ApolloPipelineDeps } from './apollo-pipeline.js';
import { isRequestCode } from './format-error.js';

/**
 * Apollo over the pipeline. No plugin here may have `willResolveField`, and cache control stays off: either doubles
 * the time of a list.
 */
export function createApollo(deps: ApolloPipelineDeps): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: deps.pipeline.schema,
    documentStore: createDocumentStore(deps.pipeline),
    // The pipeline decides; Apollo's own switch only adds a rule to a validation that never runs.
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: { cache: createPersistedTexts(deps.pipeline), ttl: null },
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), createPipelinePlugin(deps)],
    // For what fails before an operation is known; the rest is masked, with the id of its request, by the plugin.
    formatError: ({ message, extensions }) =>
      isRequestCode(extensions?.['code'])
        ? { message, extensions: { code: extensions['code'] } }
        : { message: 'Internal server error', extensions: { code: 'INTERNAL' } },
    logger: {
      debug: (message: string) => deps.logger.debug({}, message),
      info: (message: string) => deps.logger.debug({}, message),
      warn: (message: string) => deps.logger.warn({}, message),
      error: (message: string) => deps.logger.error({}, message),
    },
  });
}
