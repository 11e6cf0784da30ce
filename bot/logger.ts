/**
 * The log: one JSON line an event on standard output. Nothing in it lets a reader act as a user, says what somebody
 * wrote, or names a person: users and conversations stand there as hashes that only this process can make.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';
import type { Actor } from '../domain/model.js';
import { describeError } from './described-error.js';

/** Where secrets, and what users fill in on cards, could stand in what is logged. */
const SECRET_FIELDS = ['authorization', 'token', 'password', 'secret', 'value', 'text'];
const REDACTED = [
  ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  'headers.cookie',
  '*.headers.cookie',
];
const KEY_BYTES = 32;
const HASH_LENGTH = 16;
/** The same users and conversations come again and again. */
const HASHES_KEPT = 2000;

/**
 * A log of this level, to standard output unless another destination is given. Its fields `user` and `conversation`
 * are hashed, whoever logs them.
 * @param key what they are hashed with. Drawn at each start unless given, and then nobody, not even who has the log
 *   and the book, can tell who a line is about; with a key that is kept, lines of several runs go together, and who
 *   has the key and the book can.
 */
export function createLogger(level: string, destination?: DestinationStream, key?: string): Logger {
  const secret = key ?? randomBytes(KEY_BYTES);
  const hashes = new LRUCache<string, string>({
    max: HASHES_KEPT,
    memoMethod: (text) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, HASH_LENGTH),
  });
  const hash = (text: string) => hashes.memo(text);
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: {
      err: (error: unknown) => describeError(error),
      error: (error: unknown) => describeError(error),
      user: (user: Actor | string) =>
        hash(typeof user === 'string' ? `of channel ${user}` : `${user.partnerId}/${user.userId}`),
      conversation: (name: string) => hash(`conversation ${name}`),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * The same log for lines whose fields are all known beforehand: looking for secrets in one takes twenty times as long
 * as writing it.
 */
export function withoutSearching(log: Logger): Logger {
  return log.child({}, { redact: [] });
}
