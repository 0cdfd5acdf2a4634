import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

import { authorization, type Session } from './session';

/** Queries over HTTP, subscriptions over a websocket of the same origin; the session and the headers tab feed both, the tab before the session. */
export function createFetcher(session: Session): Fetcher {
  let headers: Record<string, unknown> = {};
  const { protocol, host } = window.location;
  const webSockets = createClient({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`,
    connectionParams: () => headers,
  });
  // An open socket keeps the token it was opened with: it comes back with the new one.
  let token = session.state().token;
  session.listen(() => {
    if (session.state().token === token) return;
    ({ token } = session.state());
    headers = authorization(token);
    webSockets.terminate();
  });
  const fetcher = createGraphiQLFetcher({ url: '/graphql', wsClient: webSockets, enableIncrementalDelivery: false });
  return (params, options) => {
    headers = { ...authorization(token), ...options?.headers };
    return fetcher(params, { ...options, headers });
  };
}
