/**
 * The audits of GraphQL over HTTP (package graphql-http) against the built server, introspection on, since they ask for
 * types. Ends with 1 where a MUST is broken.
 *
 *   npm run audit:graphql-http
 */
import { auditServer } from 'graphql-http';

import { openOwnDoor } from './support/own-door.js';
import { keepResult } from './support/result.js';

const stack = await openOwnDoor(1);
try {
  const door = await stack.start({ VPA_INTROSPECTION: 'true', VPA_RATE_ANONYMOUS: '0' });
  const results = await auditServer({ url: door.url });
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  keepResult('graphql-http', {
    what: 'audits of GraphQL over HTTP; an error is a broken MUST, a warning a SHOULD, a notice a MAY',
    audits: results.length,
    ok: count('ok'),
    notices: count('notice'),
    warnings: count('warn'),
    errors: count('error'),
    others: results
      .filter(({ status }) => status !== 'ok')
      .map((result) => `${result.status}: ${result.id} ${result.name}${'reason' in result ? ` (${result.reason})` : ''}`),
  });
  if (count('error') > 0) process.exitCode = 1;
} finally {
  await stack.close();
}
