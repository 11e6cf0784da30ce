/**
 * The routes that Direct Line JS calls, for the desk's own page only: no CORS headers, a token for everything.
 * A poll is never answered with 5xx, after which Direct Line JS would stop for good.
 */
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { bearerOf, firstFault, jsonBody, objectBody, refuse, refuseForNow } from '../http.js';
import { LIMITS } from '../limits.js';
import { untilAllowed } from '../rates.js';
import type { Conversation } from './conversations.js';
import type { DirectLine } from './index.js';
import type { TokenClaims } from './tokens.js';
import { bodyOf, uploadIn } from './uploads.js';
import { localeSchema, userActivitySchema } from './user-activity.js';

/** When to try again where all conversations are in use. */
const FULL_SECONDS = 60;

const startSchema = z.object({ locale: localeSchema.optional().catch(undefined) });

/** Adds the Direct Line under /directline. */
export function registerDirectLine(
  server: Server,
  { adapter, conversations, tokens, starts, pollMs }: DirectLine,
): void {
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
    const conversation = conversations.get(claims.conv);
    // The id alone would do: each is of one user, and the token was made for both.
    if (!conversation || conversation.userId !== claims.user) {
      refuse(res, 404, 'The conversation has ended.');
      return undefined;
    }
    return conversation;
  };

  const sendConversation = async (res: Response, status: number, { id, userId }: Conversation) => {
    const token = await tokens.issue({ user: userId, conv: id });
    res.json(status, { conversationId: id, token, expires_in: LIMITS.tokenSeconds });
  };

  server.post('/directline/tokens/refresh', async (req, res) => {
    const claims = await claimsOf(req, res);
    if (!claims) return;
    res.json(200, {
      conversationId: claims.conv,
      token: await tokens.issue(claims),
      expires_in: LIMITS.tokenSeconds,
    });
  });

  server.post('/directline/conversations', ...jsonBody, async (req, res) => {
    const claims = await claimsOf(req, res);
    if (!claims) return;
    const wait = await untilAllowed(starts, 'conversations');
    if (wait > 0) return refuseForNow(res, 429, wait, 'Too many chats begin at the moment.');
    const conversation = conversations.create(claims.user);
    if (!conversation)
      return refuseForNow(res, 503, FULL_SECONDS, 'The desk has as many chats as it can hold.');
    adapter.start(conversation, startSchema.safeParse(objectBody(req)).data?.locale);
    await sendConversation(res, 201, conversation);
  });

  server.get('/directline/conversations/:id', async (req, res) => {
    const conversation = await conversationOf(req, res);
    if (conversation) await sendConversation(res, 200, conversation);
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
    const activity = userActivitySchema.safeParse(objectBody(req));
    if (!activity.success) return refuse(res, 400, firstFault(activity.error));
    res.json(200, { id: adapter.receive(conversation, activity.data) });
  });

  server.post('/directline/conversations/:id/upload', async (req, res) => {
    const conversation = await conversationOf(req, res);
    if (!conversation) return;
    const body = await bodyOf(req);
    if (!body) return refuse(res, 413, 'The upload is larger than 1 MB.');
    const upload = await uploadIn(body, req.header('content-type') ?? '');
    if (!upload) return refuse(res, 400, 'The body must be multipart: a message and a file.');
    res.json(200, { id: adapter.receive(conversation, upload.said, upload.files) });
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
