/**
 * What the log says of an error: what kind it is and where it came from, and of its message nothing that can not be
 * known to hold no data. A message may carry what a user typed (a JSON parser quotes it), a card's value (a number
 * that could not be read) or a whole answer of a channel.
 */
import { z } from 'zod';
import { Refusal } from '../domain/refusals.js';

/** Messages of the language itself that name at most a property of our own code. */
const HARMLESS: readonly RegExp[] = [
  /^Cannot (read|set) properties of (undefined|null) \((reading|setting) '[\w$]{1,40}'\)$/,
  /^[\w$.()]{1,80} is not (a function|iterable|a constructor|defined)$/,
  /^Maximum call stack size exceeded$/,
  /^fetch failed$/,
];
/** A place in our code, in a library or in Node itself; "at" alone could be anybody's words. */
const FRAME = /^ {4}at [^"'`\n]{0,200}?\(?(file:\/\/|node:|\/|[A-Z]:\\)[^"'`\n]{1,300}:\d+:\d+\)?$/;
const MOST_FRAMES = 12;
const MOST_CAUSES = 4;

/** Codes of the system and of libraries, such as "ENOSPC". */
const CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,60}$/;

/** An error by its kind, code, status and place, and so its causes. */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, statusCode, syscall } = error as { code?: unknown; statusCode?: unknown; syscall?: unknown };
  const caused = error.cause !== undefined && depth < MOST_CAUSES;
  return {
    type: plainCode(error.name) ?? 'Error',
    message: messageOf(error),
    code: plainCode(code),
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    syscall: plainCode(syscall),
    stack: framesOf(error),
    cause: caused ? describeError(error.cause, depth + 1) : undefined,
  };
}

function messageOf(error: Error): string | undefined {
  if (error instanceof Refusal) return error.facts.code;
  // The names of fields are those of our schemas, save in a map; what was found there is not said.
  if (error instanceof z.ZodError)
    return error.issues
      .slice(0, 3)
      .map(({ code, path }) => `${code} at depth ${path.length}`)
      .join('; ');
  return HARMLESS.some((known) => known.test(error.message)) ? error.message : undefined;
}

function plainCode(code: unknown): string | undefined {
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}

/** The lines of the stack that are places; the message stands before them, and may look like them. */
function framesOf({ stack = '', message }: Error): string | undefined {
  const begins = message === '' ? -1 : stack.indexOf(message);
  const places = begins < 0 ? stack : stack.slice(begins + message.length);
  const frames = places.split('\n').filter((line) => FRAME.test(line));
  return frames.length === 0 ? undefined : frames.slice(0, MOST_FRAMES).join('\n');
}
