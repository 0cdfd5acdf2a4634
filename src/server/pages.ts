import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

import { isLocalRequest } from './local-request.js';
import { boundPagesUnderWay } from './pages-under-way.js';
import { policy } from './security-headers.js';

export interface PagesOptions {
  /** Folder of the built GraphiQL; null: not served. */
  readonly graphiqlDirectory: string | null;
  /** Shown on every page, for a market that is not the real one. */
  readonly banner: string | null;
  /** Whether requests from this machine itself are the administrator's. */
  readonly hasLocalAdmin: boolean;
  /** Whose request it is. */
  readonly addressOf: (request: IncomingMessage) => string;
}

const GRAPHIQL = '/graphiql/';

/** Of the index: nothing but its own style. */
const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1f2937}code{background:#f3f4f6;padding:.1em .3em}.mark{padding:.75rem 1rem;background:#fde68a}';
const INDEX_POLICY = policy(`style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`, 'img-src data:');
/** All from here; inline styles are the editor's, scripts and workers are files of the bundle. */
const EDITOR_POLICY = policy(
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
);

/** The few pages there are: an index that says where things are, and GraphiQL from our own bundle. */
export async function registerPages(
  app: FastifyInstance,
  { graphiqlDirectory, banner, hasLocalAdmin, addressOf }: PagesOptions,
): Promise<void> {
  const page = indexPage(graphiqlDirectory !== null, banner);
  app.get('/', async (_request, reply) =>
    reply.header('content-security-policy', INDEX_POLICY).type('text/html; charset=utf-8').send(page),
  );
  if (graphiqlDirectory === null) return;
  await app.register(async (scope) => {
    boundPagesUnderWay(scope, addressOf);
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', EDITOR_POLICY);
      if (existsSync(`${graphiqlDirectory}/index.html`)) return;
      return reply.code(503).header('retry-after', '2').type('text/html; charset=utf-8').send(NOT_BUILT_YET);
    });
    scope.get('/graphiql', async (_request, reply) => reply.redirect(GRAPHIQL, 308));
    scope.get(`${GRAPHIQL}config.json`, async ({ raw }) => ({ banner, hasLocalAdmin: hasLocalAdmin && isLocalRequest(raw) }));
    await scope.register(fastifyStatic, {
      root: graphiqlDirectory,
      prefix: GRAPHIQL,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Names of assets change with their content.
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
}

/** The first `npm start` builds the bundle beside the running server. */
const NOT_BUILT_YET = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>GraphiQL</title><link rel="icon" href="data:,"></head>
<body><p role="status">GraphiQL is not built yet. The first <code>npm start</code> builds it in the background; this page looks again every two seconds.</p></body>
</html>
`;

function indexPage(hasGraphiql: boolean, banner: string | null): string {
  const mark = banner === null ? '' : `<p role="status" class="mark">${escapeHtml(banner)}</p>`;
  const graphiql = hasGraphiql ? '<li><a href="/graphiql/">GraphiQL</a>: try queries and a live subscription</li>' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>VPA signal API</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
${mark}
<h1>VPA signal API</h1>
<p>Volume-price signals of the Vietnamese stock market over GraphQL.</p>
<ul>
${graphiql}
<li><code>POST /graphql</code>: queries; a websocket on the same path: subscriptions</li>
<li><a href="/health">/health</a>: how the service is</li>
</ul>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
