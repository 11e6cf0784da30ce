/**
 * The tokens of the chat page: signed, short-lived, carrying who speaks and in which conversation. The secret
 * is drawn at each start, because conversations do not outlive the process either.
 */
import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { LIMITS } from '../limits.js';

const claimsSchema = z.object({ user: z.string().min(1), conv: z.string().min(1).optional() });

/** Web Chat reads `user` out of the token, and Direct Line calls the conversation `conv`: the names are theirs. */
export type TokenClaims = z.infer<typeof claimsSchema>;

export class Tokens {
  private readonly secret = randomBytes(32);

  /** @param admits whether the tokens of a user still count; they do unless given. */
  constructor(
    private readonly now: () => number = Date.now,
    private readonly admits: (userId: string) => boolean = () => true,
  ) {}

  /** A token for this user and, where given, this one conversation. */
  async issue(claims: TokenClaims): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIMITS.tokenSeconds)
      .sign(this.secret);
  }

  /** What a token says; undefined for one that is forged, expired, from before the last start, or of a user who is no longer admitted. */
  async read(token: string): Promise<TokenClaims | undefined> {
    try {
      const currentDate = new Date(this.now());
      const { payload } = await jwtVerify(token, this.secret, { algorithms: ['HS256'], currentDate });
      const claims = claimsSchema.parse(payload);
      return this.admits(claims.user) ? claims : undefined;
    } catch {
      return undefined;
    }
  }
}
