/**
 * The routes that Direct Line JS calls, for the desk's own page only: no CORS headers, a token for everything.
 * A poll is never answered with 5xx, after which Direct Line JS would stop for good.
 */
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import type { Config } from '../config.js';
import { bearerOf, firstFault, jsonBody, objectBody, refuse, refuseForNow } from '../http.js';
import { LIMITS } from '../limits.js';
import { untilAllowed } from '../rates.js';
import type { Readiness } from '../readiness.js';
import type { Conversation } from './conversation.js';
import type { DirectLine } from './index.js';
import { ownOrigin } from './origin.js';
import { registerStreams } from './stream.js';
import type { TokenClaims } from './tokens.js';
import { bodyOf, uploadIn } from './uploads.js';
import { localeSchema, userActivitySchema } from './user-activity.js';

/** When to try again where all conversations are in use. */
const FULL_SECONDS = 60;
/** When to try again where the disk does not take what was said. */
const NOT_KEPT_SECONDS = 5;

const startSchema = z.object({ locale: localeSchema.optional().catch(undefined) });

/** Adds the Direct Line under /directline. */
export function registerDirectLine(
  server: Server,
  directLine: DirectLine,
  config: Pick<Config, 'localMode' | 'publicUrl'>,
  readiness: Pick<Readiness, 'isStopping'>,
): void {
  const { adapter, conversations, tokens, tickets, rates, pollMs, personOf } = directLine;
  const origin = ownOrigin(config);
  registerStreams(server, directLine, { origin, readiness });

  /** What the request's token says; undefined, with 403 sent, where it has no good one. */
  const claimsOf = async (req: Request, res: Response): Promise<TokenClaims | undefined> => {
    const claims = await tokens.read(bearerOf(req));
    if (!claims) refuse(res, 403, 'The token is missing, expired or not valid.');
    return claims;
  };

  /** The conversation that the request names and its token is for; undefined, with 403 or 404 sent, otherwise. */
  const conversationOf = async (req: Request, res: Response): Promise<Conversation | undefined> => {
    const claims = await claimsOf(req, res);
    if (!claims) return undefined;
    if (!claims.conv || claims.conv !== req.params.id) {
      refuse(res, 403, 'The token is for another conversation.');
      return undefined;
    }
    return theConversation(res, claims.conv, claims.user);
  };

  /** As `conversationOf`; also for a token of its user that is for no conversation. */
  const ownConversationOf = async (req: Request, res: Response): Promise<Conversation | undefined> => {
    const claims = await claimsOf(req, res);
    if (!claims) return undefined;
    const id = String(req.params.id);
    if (claims.conv === undefined ? conversations.get(id)?.userId !== claims.user : claims.conv !== id) {
      refuse(res, 403, 'The token is for another conversation.');
      return undefined;
    }
    return theConversation(res, id, claims.user);
  };

  const theConversation = (res: Response, id: string, user: string): Conversation | undefined => {
    const conversation = conversations.get(id);
    if (conversation?.userId === user) return conversation;
    refuse(res, 404, 'The conversation has ended.');
    return undefined;
  };

  const sendConversation = async (
    req: Request,
    res: Response,
    status: number,
    { id, userId }: Conversation,
  ) => {
    const watermark = new URLSearchParams(req.getQuery()).get('watermark') ?? '';
    const asked = new URLSearchParams({ t: tickets.issue(id), ...(watermark ? { watermark } : {}) });
    res.json(status, {
      conversationId: id,
      token: await tokens.issue({ user: userId, conv: id }),
      expires_in: LIMITS.tokenSeconds,
      streamUrl: `${origin.of(req).replace(/^http/, 'ws')}/directline/conversations/${id}/stream?${asked}`,
    });
  };

  /** False, with 429 sent, where this has happened too often. */
  const isAllowed = async (res: Response, rate: RateLimiterMemory, name: string, refusal: string) => {
    const wait = await untilAllowed(rate, name);
    if (wait > 0) refuseForNow(res, 429, wait, refusal);
    return wait === 0;
  };

  const sendReceived = (res: Response, id: string | undefined) => {
    if (id === undefined)
      return refuseForNow(res, 503, NOT_KEPT_SECONDS, 'The desk cannot keep what you said at the moment.');
    res.json(200, { id });
  };

  // Only where there is something to go on with: who has signed out has nothing.
  server.post('/directline/tokens/refresh', async (req, res) => {
    const claims = await claimsOf(req, res);
    if (!claims) return;
    const conversation = theConversation(res, claims.conv ?? '', claims.user);
    if (!conversation) return;
    res.json(200, {
      conversationId: conversation.id,
      token: await tokens.issue(claims),
      expires_in: LIMITS.tokenSeconds,
    });
  });

  server.post('/directline/conversations', ...jsonBody, async (req, res) => {
    const claims = await claimsOf(req, res);
    if (!claims) return;
    if (!(await isAllowed(res, rates.startsOfUser, personOf(claims.user), 'You begin too many chats.')))
      return;
    if (!(await isAllowed(res, rates.starts, 'all', 'Too many chats begin at the moment.'))) return;
    const { locale } = startSchema.safeParse(objectBody(req)).data ?? {};
    const conversation = await conversations.create(claims.user, locale);
    if (!conversation)
      return refuseForNow(res, 503, FULL_SECONDS, 'The desk has as many chats as it can hold.');
    adapter.start(conversation);
    await sendConversation(req, res, 201, conversation);
  });

  server.get('/directline/conversations/:id', async (req, res) => {
    const conversation = await ownConversationOf(req, res);
    if (conversation) await sendConversation(req, res, 200, conversation);
  });

  server.get('/directline/conversations/:id/activities', async (req, res) => {
    const conversation = await conversationOf(req, res);
    if (!conversation) return;
    const watermark = new URLSearchParams(req.getQuery()).get('watermark') ?? '';
    res.json(200, await conversation.poll(watermark, pollMs));
  });

  server.post('/directline/conversations/:id/activities', ...jsonBody, async (req, res) => {
    const conversation = await conversationOf(req, res);
    if (!conversation) return;
    if (
      !(await isAllowed(
        res,
        rates.sendsOfUser,
        personOf(conversation.userId),
        'You send more than the desk can read.',
      ))
    )
      return;
    const activity = userActivitySchema.safeParse(objectBody(req));
    if (!activity.success) return refuse(res, 400, firstFault(activity.error));
    sendReceived(res, await adapter.receive(conversation, activity.data));
  });

  server.post('/directline/conversations/:id/upload', async (req, res) => {
    const conversation = await conversationOf(req, res);
    if (!conversation) return;
    if (
      !(await isAllowed(res, rates.uploadsOfUser, personOf(conversation.userId), 'You send too many files.'))
    )
      return;
    const body = await bodyOf(req);
    if (!body) return refuse(res, 413, 'The upload is larger than 1 MB.');
    const upload = await uploadIn(body, req.header('content-type') ?? '');
    if (!upload)
      return refuse(
        res,
        400,
        `The body must be multipart: a message and a file, or ${LIMITS.body.files} at most.`,
      );
    sendReceived(res, await adapter.receive(conversation, upload.said, upload.files));
  });

  // A link carries no token: the file has an id that only this conversation was told.
  server.get('/directline/conversations/:id/files/:file', async (req, res) => {
    const file = conversations.get(String(req.params.id))?.file(String(req.params.file));
    if (!file) return refuse(res, 404, 'This file is no longer kept.');
    res.header('Content-Type', 'text/plain; charset=utf-8');
    res.header('Content-Disposition', 'attachment; filename="lines.csv"');
    res.sendRaw(200, file.bytes);
  });
}
