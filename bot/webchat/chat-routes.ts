/** The chat page's way to the bot: open in local mode and where users sign in, and closed elsewhere. */
import type { Logger } from 'pino';
import type { Server } from 'restify';
import type { Config } from '../config.js';
import type { DirectLine } from '../directline/index.js';
import { registerDirectLine } from '../directline/routes.js';
import { LIMITS } from '../limits.js';
import type { Readiness } from '../readiness.js';
import type { SigningIn } from '../sign-in/index.js';
import { registerSignIn } from '../sign-in/routes.js';
import { anybody, theSignedIn } from './admission.js';
import type { AzureDirectLine } from './azure-direct-line.js';
import { type ChatToken, registerTokens } from './token-route.js';

export interface ChatRoutesOptions {
  readonly config: Config;
  readonly directLine: DirectLine;
  /** Absent: users do not sign in. */
  readonly signingIn?: SigningIn | undefined;
  /** Absent: the chat goes by the desk's own Direct Line. */
  readonly azure?: AzureDirectLine | undefined;
  readonly readiness: Pick<Readiness, 'isStopping'>;
  readonly log: Logger;
}

/** Adds the sign-in where there is one, `POST /webchat/token`, and the desk's own Direct Line where the chat goes by it. */
export function registerChat(server: Server, options: ChatRoutesOptions): void {
  const { config, directLine, signingIn, azure, readiness, log } = options;
  if (!signingIn && !config.localMode) return;
  const { tokens } = directLine;
  const admission = signingIn ? theSignedIn(signingIn) : anybody(tokens);
  if (signingIn) registerSignIn(server, signingIn);
  const own = async (user: string): Promise<ChatToken> => ({
    token: await tokens.issue({ user }),
    expires_in: LIMITS.tokenSeconds,
  });
  registerTokens(server, {
    admission,
    tokenFor: (user) => (azure ? azure.tokenFor(user) : own(user.id)),
    log,
  });
  if (!azure) registerDirectLine(server, directLine, config, readiness);
}
