/**
 * Whether something that could not be sent is sent once more, and when. A message that comes twice is a nuisance, and
 * where it is about money it is worse: it looks like two of what happened once. One that is lost is seen by the turn,
 * which tells the user what stands. So a message is sent once more only where it has surely not been taken, or where
 * the rules of Teams ask for it; what takes the place of another message, or deletes one, comes to the same however
 * often it is sent.
 */

export type Method = 'POST' | 'PUT' | 'DELETE';

/** What came of sending: a status with what the channel says of when to ask again, or an error of the network. */
export type Outcome =
  | { readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly code: string };

/** Not taken (412, 429), or to be sent once more by the rules of Teams (502, 504). */
const AGAIN: ReadonlySet<number> = new Set([412, 429, 502, 504]);
/** There was no connection, so nothing of it has gone out. */
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** True for the code of an error of the network with which nothing has gone out. */
export function isUnsent(code: string): boolean {
  return UNSENT.has(code);
}

/** The connection broke: nobody knows what has been taken. */
const BROKEN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
]);

const TRIES = 4;
const FIRST_WAIT_MS = 500;
/** Longer than this nobody waits in a turn; a channel that asks for more is not asked again. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Milliseconds to wait before sending it once more; undefined: not again.
 * @param tried how often it has been sent.
 * @param chance from 0 up to 1: spreads those that were refused together.
 */
export function waitBefore(
  method: Method,
  outcome: Outcome,
  tried: number,
  chance: number,
  now: number,
): number | undefined {
  if (tried >= TRIES || !mayRepeat(method, outcome)) return undefined;
  const asked = 'status' in outcome ? millisecondsIn(outcome.retryAfter, now) : undefined;
  const step = FIRST_WAIT_MS * 2 ** (tried - 1);
  const wait = asked === undefined ? step * (0.5 + chance / 2) : asked + chance * FIRST_WAIT_MS;
  return wait > LONGEST_WAIT_MS ? undefined : wait;
}

function mayRepeat(method: Method, outcome: Outcome): boolean {
  const changesOnce = method !== 'POST';
  if ('code' in outcome) return isUnsent(outcome.code) || (changesOnce && BROKEN.has(outcome.code));
  if (AGAIN.has(outcome.status)) return true;
  // A service that says when it is back has taken nothing; without that, 503 can come from behind it.
  return outcome.status === 503 && (changesOnce || outcome.retryAfter !== undefined);
}

/** What Retry-After says: seconds, or a moment; undefined where it says nothing of the kind. */
function millisecondsIn(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const moment = /^[A-Z][a-z]{2}, .* GMT$/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
