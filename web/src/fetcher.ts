import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/** Queries over HTTP, subscriptions over a websocket of the same origin; the headers tab feeds both. */
export function createFetcher(): Fetcher {
  let headers: Record<string, unknown> = {};
  const { protocol, host } = window.location;
  const webSockets = createClient({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`,
    connectionParams: () => headers,
  });
  const fetcher = createGraphiQLFetcher({ url: '/graphql', wsClient: webSockets, enableIncrementalDelivery: false });
  return (params, options) => {
    headers = options?.headers ?? {};
    return fetcher(params, options);
  };
}
