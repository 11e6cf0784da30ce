/** How often something may happen: counted by name, over a while that begins with the first time. */
import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts one time under this name. Gives 0 where it is allowed, else the seconds until it is again, at least 1. */
export async function untilAllowed(limiter: RateLimiterMemory, name: string): Promise<number> {
  try {
    await limiter.consume(name);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}
