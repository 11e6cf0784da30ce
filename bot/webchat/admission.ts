/** Who may talk on the chat page, and as whom. */
import { nanoid } from 'nanoid';
import type { Request, RequestHandler } from 'restify';
import type { Tokens } from '../directline/tokens.js';
import { bearerOf } from '../http.js';
import { type SigningIn, signInOf } from '../sign-in/index.js';
import { ownPagesOnly } from '../sign-in/routes.js';

/** A user as the chat has it. */
export interface ChatUser {
  /** "dl_" and nothing that can be guessed. */
  readonly id: string;
  readonly name: string;
  /** Whom limits count: one person, with however many user ids. */
  readonly person: string;
}

export interface Admission {
  /** What is asked of a request before anything else. */
  readonly guards: readonly RequestHandler[];
  /** The user for whom a chat token may be made; undefined: nobody is signed in. */
  userOf(req: Request): Promise<ChatUser | undefined>;
}

/**
 * Local mode: anybody, as local-guard.ts lets in only pages of this machine. Whoever shows a good token stays the same
 * user: starting over does not lose the role that was chosen.
 */
export function anybody(tokens: Tokens): Admission {
  return {
    guards: [],
    async userOf(req) {
      const id = (await tokens.userOfExpired(bearerOf(req))) ?? `dl_${nanoid()}`;
      return { id, name: '', person: id };
    },
  };
}

/** Whoever is signed in with this browser, and nobody else. */
export function theSignedIn(signingIn: SigningIn): Admission {
  const { signIns } = signingIn;
  return {
    guards: [ownPagesOnly(signingIn)],
    async userOf(req) {
      const signIn = signInOf(signingIn, req);
      if (!signIn) return undefined;
      signIns.use(signIn);
      const { userId: id, identity } = signIn;
      return { id, name: identity.name, person: signIns.personOf(id) };
    },
  };
}
