import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Unsubscription } from '../application/alerts/unsubscription.js';
import { policy } from './security-headers.js';

/** The form posts to this server; the first word about a directive counts. */
const FORM_POLICY = policy("form-action 'self'");

interface Token {
  readonly Params: { readonly token: string };
}

/**
 * `POST /unsubscribe/TOKEN` ends the emails to an address at once, as mail programs do it for their users (RFC 8058); `GET` only shows a
 * button, as programs that look into links follow them too. `POST /unsubscribe/TOKEN/undo` takes it back.
 */
export function registerUnsubscribe(app: FastifyInstance, unsubscription: Unsubscription): void {
  app.get<Token>('/unsubscribe/:token', async ({ params: { token } }, reply) =>
    unsubscription.knows(token) ? page(reply, ASK, form('', 'Ngừng nhận / Stop')) : unknown(reply),
  );
  app.post<Token>('/unsubscribe/:token', async ({ params: { token } }, reply) =>
    (await unsubscription.end(token)) ? page(reply, ENDED, form(`${token}/undo`, 'Nhận lại / Receive them again')) : unknown(reply),
  );
  app.post<Token>('/unsubscribe/:token/undo', async ({ params: { token } }, reply) =>
    (await unsubscription.undo(token)) ? page(reply, AGAIN, '') : unknown(reply),
  );
}

const ASK = 'Ngừng nhận mọi email từ VPA tại địa chỉ này? / Stop all emails from VPA to this address?';
const ENDED = 'Địa chỉ này sẽ không nhận email nào nữa. / This address gets no more emails.';
const AGAIN = 'Địa chỉ này lại nhận cảnh báo. / This address gets alerts again.';
const UNKNOWN = 'Liên kết này không dùng được. / This link can not be used.';

/** Texts and actions are ours: a token that is shown has passed its check, and has no letter that HTML would take for its own. */
function form(action: string, label: string): string {
  return `<form method="post" action="${action}"><button>${label}</button></form>`;
}

function page(reply: FastifyReply, text: string, below: string): FastifyReply {
  return reply
    .header('content-security-policy', FORM_POLICY)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="vi"><title>VPA</title><body><p>${text}</p>${below}</body></html>`);
}

function unknown(reply: FastifyReply): FastifyReply {
  return page(reply.code(404), UNKNOWN, '');
}
