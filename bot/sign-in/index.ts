/** The parts of the sign-in, put together. */
import type { Logger } from 'pino';
import type { Request } from 'restify';
import type { Desk } from '../../domain/desk.js';
import type { Config } from '../config.js';
import type { SignedInUsers } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Memories } from '../memories.js';
import { SignInCookie } from './cookies.js';
import { Flows } from './flows.js';
import { Issuer } from './issuer.js';
import { type SignIn, SignIns, type SignInsOptions } from './sign-ins.js';

export interface SigningIn {
  readonly issuer: Issuer;
  readonly flows: Flows;
  readonly signIns: SignIns;
  /** Those who are signed in, as the bot and the chat ask for them. */
  readonly users: SignedInUsers & {
    readonly has: (userId: string) => boolean;
    readonly personOf: (userId: string) => string;
  };
  /** Which browser it is, and what it carries while its user is at the issuer. */
  readonly cookies: { readonly session: SignInCookie; readonly flow: SignInCookie };
  /** Of the desk's own pages: scheme, host and port. */
  readonly origin: string;
  readonly desk: Pick<Desk, 'accessStanding'>;
  readonly log: Logger;
}

export interface SigningInOptions extends Pick<SignInsOptions, 'limits' | 'now'> {
  readonly config: Pick<Config, 'signIn' | 'publicUrl' | 'directLineSecret'>;
  readonly desk: Pick<Desk, 'accessStanding'>;
  readonly memories: Memories;
  readonly log: Logger;
}

/** The sign-in of this configuration, with those who are signed in still; undefined where there is none. */
export async function openSigningIn(options: SigningInOptions): Promise<SigningIn | undefined> {
  const { config, desk, memories, log, limits = {}, now = Date.now } = options;
  const { signIn: settings, publicUrl, directLineSecret } = config;
  if (!settings || publicUrl === undefined) return undefined;
  const signIns = await SignIns.open({ memories, log, limits, now });
  return {
    issuer: new Issuer({ settings, publicUrl, log }),
    flows: new Flows(settings.sessionKey, now),
    signIns,
    users: {
      identityOf: (userId) => signIns.identityOf(userId),
      has: (userId) => signIns.has(userId),
      personOf: (userId) => signIns.personOf(userId),
      over: directLineSecret === undefined ? 'own' : 'azure',
    },
    cookies: {
      session: new SignInCookie(publicUrl, 'desk-session'),
      flow: new SignInCookie(publicUrl, 'desk-sign-in', LIMITS.signIn.flowSeconds),
    },
    origin: new URL(publicUrl).origin,
    desk,
    log,
  };
}

/** The sign-in of the browser that asks; undefined: none, or it has ended. */
export function signInOf({ signIns, cookies }: SigningIn, req: Request): SignIn | undefined {
  return signIns.ofBrowser(cookies.session.in(req) ?? '');
}
