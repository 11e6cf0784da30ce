/** The log: one JSON line an event on standard output, with nothing in it that would let a reader act as a user. */
import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';

/** Where secrets, and what users fill in on cards, could stand in what is logged. */
const SECRET_FIELDS = ['authorization', 'token', 'password', 'secret', 'value', 'text'];
const REDACTED = [
  ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  'headers.cookie',
  '*.headers.cookie',
];

/** A log of this level, to standard output unless another destination is given. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error as type, message, stack and code only: errors of HTTP clients carry the whole request, with its token. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return { type: error.name, message: error.message, stack: error.stack, code, statusCode };
}
