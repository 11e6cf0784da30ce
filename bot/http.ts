/** Small things that every route needs: short refusals, and a JSON body of bounded size. */
import type { Request, RequestHandlerType, Response } from 'restify';
import restify from 'restify';
import type { ZodError } from 'zod';

/** Largest body that is read. A card submit is a few hundred bytes. */
const MAX_BODY = 256 * 1024;
/** No activity that a channel sends is nested so deep; code that walks a value may rely on it. */
const MAX_DEPTH = 32;

/**
 * Answers with a status and a short reason; never with anything that an error said.
 * @param reference what finds the line in the log, where something went wrong.
 */
export function refuse(res: Response, status: number, reason: string, reference?: string): void {
  res.json(status, { error: reason, ...(reference === undefined ? {} : { reference }) });
}

/** The token that a request shows; empty: none. */
export function bearerOf(req: Request): string {
  return /^Bearer (\S+)$/i.exec(req.header('authorization') ?? '')?.[1] ?? '';
}

// The parser hands its options to the reader of the body, which knows maxBodySize; the published types do not say so.
const parserOptions = { mapParams: false, maxBodySize: MAX_BODY };

/** Reads a JSON body into `req.body`: 415 for another type or a compressed one, 413 above 256 KB, 400 where it is no JSON. */
export const jsonBody: RequestHandlerType[] = [
  (req, res, next) => {
    // Only JSON: a page of another site can post text without asking first, and an unzipped body has no bound.
    const plain = (req.headers['content-encoding'] ?? 'identity') === 'identity';
    if (plain && req.contentType() === 'application/json') return next();
    refuse(res, 415, 'Send the body as uncompressed application/json.');
    return next(false);
  },
  ...[restify.plugins.jsonBodyParser(parserOptions)].flat(),
];

/** The parsed body where it is a JSON object that is not nested too deep; undefined otherwise. */
export function objectBody(req: Request): Record<string, unknown> | undefined {
  return asObject(req.body);
}

function asObject(body: unknown): Record<string, unknown> | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || Buffer.isBuffer(body))
    return undefined;
  return depthWithin(body, MAX_DEPTH) ? (body as Record<string, unknown>) : undefined;
}

/** A JSON object from its text, not nested too deep; undefined for anything else. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The first fault of a body, as "conversation.id: missing or not text". */
export function firstFault(error: ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'The body is not as expected.';
}

function depthWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => depthWithin(part, depth - 1));
}
