/**
 * The tokens of the chat page: signed, short-lived, carrying who speaks and in which conversation. They outlive the
 * process, as conversations do, where the key is the same.
 */
import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { LIMITS } from '../limits.js';

const claimsSchema = z.object({ user: z.string().min(1), conv: z.string().min(1).optional() });

/** Web Chat reads `user` out of the token, and Direct Line calls the conversation `conv`: the names are theirs. */
export type TokenClaims = z.infer<typeof claimsSchema>;

/** Who makes them and what for: nothing else that may ever be signed with the same key is taken for one. */
const ISSUER = 'reservation-desk';
const AUDIENCE = 'reservation-desk/chat';
/** How far the clocks of two processes may be apart. */
const SKEW_SECONDS = 5;

export class Tokens {
  /**
   * @param key what they are signed with; one of this process alone unless given.
   * @param admits whether the tokens of a user still count; they do unless given.
   */
  constructor(
    private readonly key: Uint8Array = randomBytes(32),
    private readonly now: () => number = Date.now,
    private readonly admits: (userId: string) => boolean = () => true,
  ) {}

  /** A token for this user and, where given, this one conversation. */
  async issue({ user, conv }: TokenClaims): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    return new SignJWT(conv === undefined ? { user } : { user, conv })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIMITS.tokenSeconds)
      .sign(this.key);
  }

  /** What a token says; undefined for one that is forged, expired, of another desk, or of a user who is no longer admitted. */
  async read(token: string): Promise<TokenClaims | undefined> {
    return await this.readWithin(token, SKEW_SECONDS);
  }

  /**
   * The user of a token that has expired while its conversation has not, as in a laptop that was closed. In local mode
   * alone, which has no sign-in by which a page could say again who it is.
   */
  async userOfExpired(token: string): Promise<string | undefined> {
    return (await this.readWithin(token, LIMITS.chat.idleMs / 1000))?.user;
  }

  private async readWithin(token: string, clockTolerance: number): Promise<TokenClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['exp', 'iat'],
        currentDate: new Date(this.now()),
        clockTolerance,
      });
      const claims = claimsSchema.parse(payload);
      return this.admits(claims.user) ? claims : undefined;
    } catch {
      return undefined;
    }
  }
}
