/**
 * What came of a message that nobody has asked for. It is better told at the next visit than twice: only where it is
 * certain that the channel has not taken it, it may be sent again.
 */
import type { SendOutcome } from '../domain/answers.js';
import { errorCode } from '../domain/store/durable-file.js';
import { isUnsent } from './again.js';
import { NotTaken } from './connector.js';

export interface Sending {
  readonly outcome: SendOutcome;
  /** The user can not be reached there any more. */
  readonly gone?: boolean;
  /** Nothing is to be sent for so long, to nobody of this tenant. */
  readonly waitMs?: number;
}

/** The bot has been blocked or taken away (403 MessageWritesBlocked, 404, 410). */
const GONE: ReadonlySet<number> = new Set([403, 404, 410]);
/** Too many at once, or two at the same time; neither was taken. */
const LATER: ReadonlySet<number> = new Set([412, 429]);
/** The channel gave up waiting, and may have taken it by then. */
const GAVE_UP = 408;
/**
 * Where a channel that has had too many does not say how long, and after trouble: while it lasts, one card at a time
 * comes to be of unknown outcome, and not those of all users.
 */
const WAIT_MS = 60_000;
/** Nobody waits longer than this on the word of a channel. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** What an error in sending comes to, at this moment. */
export function outcomeOf(error: unknown, now: Date): Sending {
  if (!(error instanceof NotTaken)) {
    return { outcome: isUnsent(errorCode(error) ?? '') ? 'failed' : 'unknown', waitMs: WAIT_MS };
  }
  const { statusCode, retryAfter } = error;
  if (GONE.has(statusCode)) return { outcome: 'failed', gone: true };
  if (LATER.has(statusCode)) return { outcome: 'failed', waitMs: waitIn(retryAfter, now) };
  if (statusCode === GAVE_UP || statusCode >= 500) return { outcome: 'unknown', waitMs: WAIT_MS };
  return { outcome: 'failed' };
}

/** Milliseconds in a Retry-After: seconds, or a moment. */
function waitIn(retryAfter: string | undefined, now: Date): number {
  const text = retryAfter ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(asked) ? WAIT_MS : Math.min(Math.max(asked, 0), LONGEST_WAIT_MS);
}
