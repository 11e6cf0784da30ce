/**
 * The issuer that users sign in with, by OpenID Connect: authorization code with PKCE, state and nonce. What comes back
 * counts only with a signature of the issuer, for this desk, in time, and as the answer to what was asked.
 */
import * as openid from 'openid-client';
import type { Logger } from 'pino';
import type { SignInSettings } from '../config.js';
import type { Identity } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Flow } from './flows.js';

/** Of names and addresses, so much is kept. */
const LONGEST_NAME = 200;
const LONGEST_ID = 200;
/** Clocks may differ by so many seconds. */
const TOLERANCE_SECONDS = 30;

/** Why a sign-in comes to nothing: the issuer can not be reached, the user has changed their mind, the answer does not hold. */
export type SignInTrouble = 'unavailable' | 'cancelled' | 'failed' | 'other-tenant';

/** A sign-in that has come to nothing. */
export class SignInFailed extends Error {
  constructor(
    readonly trouble: SignInTrouble,
    cause?: unknown,
  ) {
    super(`a sign-in came to nothing: ${trouble}`, { cause });
    this.name = 'SignInFailed';
  }
}

export interface IssuerOptions {
  readonly settings: SignInSettings;
  /** Under which browsers reach the desk, without a slash at the end. */
  readonly publicUrl: string;
  readonly log: Logger;
}

export class Issuer {
  private readonly callback: string;
  private found: Promise<openid.Configuration> | undefined;

  constructor(private readonly options: IssuerOptions) {
    this.callback = `${options.publicUrl}/sign-in/callback`;
  }

  /**
   * Where the browser goes to sign in, and what it carries until it is back. @throws SignInFailed unavailable.
   * @param chooses the user wants another account: the issuer asks which, where it would take the last one.
   */
  async begin(chooses: boolean): Promise<{ readonly url: URL; readonly flow: Flow }> {
    const configuration = await this.configuration();
    const flow = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback,
      scope: 'openid profile email',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      ...(chooses ? { prompt: 'select_account' } : {}),
    });
    return { url, flow };
  }

  /** Who has signed in. @param query with which the browser has come back. @throws SignInFailed. */
  async finish(query: string, { state, nonce, verifier }: Flow): Promise<Identity> {
    const configuration = await this.configuration();
    const url = new URL(this.callback);
    url.search = query;
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return identityOf(tokens.claims() ?? {}, this.options.settings);
    } catch (error) {
      if (error instanceof SignInFailed) throw error;
      throw new SignInFailed(troubleOf(error), error);
    }
  }

  /** Where the browser goes to be signed out of the issuer as well; undefined: the issuer has no such place, or can not be asked. */
  async endSession(): Promise<string | undefined> {
    try {
      const configuration = await this.configuration();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      const back = { post_logout_redirect_uri: `${this.options.publicUrl}/` };
      return openid.buildEndSessionUrl(configuration, back).href;
    } catch {
      return undefined;
    }
  }

  /** What the issuer says of itself: asked for once, and again after a failure. @throws SignInFailed unavailable. */
  async configuration(): Promise<openid.Configuration> {
    const found = this.found ?? this.discover();
    this.found = found;
    try {
      return await found;
    } catch (error) {
      if (this.found === found) this.found = undefined;
      this.options.log.warn({ err: error }, 'the issuer of the sign-in does not say how to sign in');
      throw new SignInFailed('unavailable', error);
    }
  }

  private discover(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.options.settings;
    const client = { client_secret: clientSecret, [openid.clockTolerance]: TOLERANCE_SECONDS };
    const plain = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
    return openid.discovery(new URL(issuer), clientId, client, openid.ClientSecretPost(clientSecret), {
      // The signature is checked although the token comes from the issuer itself.
      execute: [openid.enableNonRepudiationChecks, ...plain],
      timeout: LIMITS.signIn.issuerSeconds,
    });
  }
}

/** Tenant, user and name in the claims of a token that holds. @throws SignInFailed. */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  { tenantId: fixed, tenantClaim, userClaim }: SignInSettings,
): Identity {
  const claimed = textIn(claims[tenantClaim], LONGEST_ID);
  // An issuer of whom one tenant is expected may turn out to know others.
  if (fixed !== undefined && claimed !== undefined && claimed !== fixed)
    throw new SignInFailed('other-tenant');
  const tenantId = fixed ?? claimed;
  const objectId = textIn(claims[userClaim], LONGEST_ID);
  if (tenantId === undefined || objectId === undefined) throw new SignInFailed('failed');
  const verified = claims.email_verified !== false;
  const email = (verified ? shortened(claims.email) : undefined) ?? shortened(claims.preferred_username);
  const name = shortened(claims.name) ?? email ?? '';
  return { tenantId, objectId, name, ...(email === undefined ? {} : { email }) };
}

/** A text that names somebody: whole or not at all. */
function textIn(claim: unknown, longest: number): string | undefined {
  return typeof claim === 'string' && claim !== '' && claim.length <= longest ? claim : undefined;
}

function shortened(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, LONGEST_NAME) : undefined;
}

function troubleOf(error: unknown): SignInTrouble {
  if (error instanceof openid.AuthorizationResponseError)
    return error.error === 'access_denied' ? 'cancelled' : 'failed';
  const timedOut = error instanceof openid.ClientError && error.code === 'OAUTH_TIMEOUT';
  // What fetch says where nobody answers.
  const noAnswer = messagesIn(error).includes('fetch failed');
  return timedOut || noAnswer ? 'unavailable' : 'failed';
}

/** What an error says, what the one says that caused it, and so on. */
function messagesIn(error: unknown): string[] {
  const { message, cause } = Object(error) as { readonly message?: unknown; readonly cause?: unknown };
  return typeof message === 'string' ? [message, ...messagesIn(cause)] : [];
}

/** Why a sign-in was refused, for the log: in words of the library, without what the issuer or the browser has sent. */
export function reasonOf(error: unknown): string {
  return messagesIn(error).join(': ');
}
