/** `POST /webchat/token`: a chat token for exactly the user that the desk knows this browser by. */
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Server } from 'restify';
import { refuse, refuseForNow } from '../http.js';
import { LIMITS } from '../limits.js';
import { untilAllowed } from '../rates.js';
import type { Admission, ChatUser } from './admission.js';

/** When to try again where a token can not be had. */
const DOWN_SECONDS = 10;

/** What the page begins a chat with. */
export interface ChatToken {
  readonly token: string;
  /** In seconds. */
  readonly expires_in: number;
  /** The Direct Line to talk to, where it is not the desk's own; and its conversation. */
  readonly domain?: string;
  readonly conversationId?: string;
}

export interface TokenRouteOptions {
  readonly admission: Admission;
  /** Makes the token. Rejects where that can not be done now. */
  readonly tokenFor: (user: ChatUser) => Promise<ChatToken>;
  readonly log: Logger;
}

/** Adds the route. 401: nobody is signed in; 429: too many tokens of one user; 503: no token can be had now. */
export function registerTokens(server: Server, { admission, tokenFor, log }: TokenRouteOptions): void {
  const taken = new RateLimiterMemory({ points: LIMITS.signIn.tokensPerMinute, duration: 60 });
  server.post('/webchat/token', ...admission.guards, async (req, res) => {
    const user = await admission.userOf(req);
    if (!user) return refuse(res, 401, 'Sign in first.');
    const wait = await untilAllowed(taken, user.person);
    if (wait > 0) return refuseForNow(res, 429, wait, 'Too many chats are begun.');
    try {
      res.json(200, { ...(await tokenFor(user)), userId: user.id });
    } catch (error) {
      log.warn({ err: error }, 'a chat token could not be had');
      refuseForNow(res, 503, DOWN_SECONDS, 'The chat can not be reached at the moment.');
    }
  });
}
