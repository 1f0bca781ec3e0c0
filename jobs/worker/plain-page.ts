import type { FastifyReply } from 'fastify';
import { html } from '../../src/show/html.ts';

/** What a small page of a worker may do: post its own form and show its own style. */
const PLAIN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Answers with a small page of a few words and, where it is given, a form; kept by nobody. `body` is HTML. */
export function sendPlainPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply
    .header('content-security-policy', PLAIN_POLICY)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(plainPage(title, body));
}

function plainPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${html(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 20px}h1{font-size:1.3rem}button,input{font:inherit;padding:8px 14px}ul{padding-left:1.2rem}</style></head>
<body><main><h1>${html(title)}</h1>${body}</main></body></html>
`;
}
