import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Channel } from '../delivery/channel.ts';
import {
  allChannels,
  channelOfToken,
  isUnsubscribed,
  setUnsubscribed,
  unsubscribeSecret,
} from '../delivery/subscriptions.ts';
import type { Deps } from '../tasks/job.ts';
import type { Attempts } from './attempts.ts';
import { sendPlainPage, tooMany } from './http-port.ts';

type Params = { readonly Params: { readonly token: string } };

/**
 * Ends the subscription of one mailbox. Opening the address only asks, since link scanners open every address in a mail;
 * posting to it ends it: by the button, or by the mail program itself (RFC 8058), with no login and no cookie.
 */
export function addUnsubscribePages(app: FastifyInstance, deps: Deps, attempts: Attempts): void {
  let secret: string | undefined;
  const channelOf = async (token: string): Promise<Channel | undefined> => {
    secret ??= await unsubscribeSecret(deps.store);
    return channelOfToken(secret, token, await allChannels(deps));
  };
  const unknown = (ip: string, reply: FastifyReply): FastifyReply => {
    attempts.failed(ip);
    return sendPlainPage(
      reply.code(404),
      'This address is not known',
      '<p>Perhaps the digest is no longer sent at all.</p>',
    );
  };

  app.register(async (pages) => {
    // Mail programs post a form in either encoding; what it says does not matter but for `again`.
    pages.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) =>
      done(null, body),
    );
    pages.addHook('onRequest', async ({ ip }, reply) => {
      if (attempts.areUsedUp(ip)) await tooMany(reply);
    });

    pages.get<Params>('/unsubscribe/:token', async ({ params, ip }, reply) => {
      const channel = await channelOf(params.token);
      if (channel === undefined) return unknown(ip, reply);
      const ended = await isUnsubscribed(deps.store, channel);
      return sendPlainPage(
        reply,
        ended ? 'You no longer get this digest' : 'No more of this digest?',
        ended
          ? '<form method="post"><input type="hidden" name="again" value="yes"><button>Send it again</button></form>'
          : '<form method="post"><button>No more of it</button></form>',
      );
    });

    pages.post<Params & { readonly Body: unknown }>('/unsubscribe/:token', async ({ params, body, ip }, reply) => {
      const channel = await channelOf(params.token);
      if (channel === undefined) return unknown(ip, reply);
      const again = typeof body === 'string' && new URLSearchParams(body).get('again') === 'yes';
      await setUnsubscribed(deps.store, channel, !again);
      deps.log.info({}, again ? 'a reader subscribed again' : 'a reader unsubscribed');
      return sendPlainPage(reply, again ? 'You get this digest again' : 'Done: you no longer get this digest', '');
    });
  });
}
