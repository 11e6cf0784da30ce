/**
 * What is under way of a sign-in, while the user is at the issuer: the desk keeps nothing of it, so nobody fills the
 * memory by beginning. The browser carries it, sealed, and it is good for a few minutes and once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { LIMITS } from '../limits.js';

const flowSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });

/** What has to come back from the issuer, and what proves that it was asked from here. */
export type Flow = z.infer<typeof flowSchema>;

/** That many of the latest are known to have been used. */
const USED_KEPT = 10_000;

export class Flows {
  private readonly key: Uint8Array;
  private readonly used: LRUCache<string, true>;

  /** @param key that seals; one of this process unless given. */
  constructor(
    key?: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = key === undefined ? randomBytes(32) : createHash('sha256').update(`flow ${key}`).digest();
    this.used = new LRUCache({
      max: USED_KEPT,
      ttl: LIMITS.signIn.flowSeconds * 1000,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /** The text that the browser carries. */
  async seal(flow: Flow): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    return await new EncryptJWT({ ...flow })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(seconds + LIMITS.signIn.flowSeconds)
      .encrypt(this.key);
  }

  /** What the browser has carried, for this state: once. Undefined: forged, too old, used, or of another sign-in. */
  async take(sealed: string | undefined, state: string | null): Promise<Flow | undefined> {
    const flow = sealed === undefined ? undefined : await this.open(sealed);
    if (!flow || flow.state !== state || this.used.has(flow.state)) return undefined;
    this.used.set(flow.state, true);
    return flow;
  }

  private async open(sealed: string): Promise<Flow | undefined> {
    try {
      const { payload } = await jwtDecrypt(sealed, this.key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        currentDate: new Date(this.now()),
      });
      return flowSchema.parse(payload);
    } catch {
      return undefined;
    }
  }
}
