/** Small things that every route needs: short refusals, and a JSON body of bounded size. */
import type { Request, RequestHandlerType, Response } from 'restify';
import restify from 'restify';
import type { ZodError } from 'zod';
import { LIMITS } from './limits.js';

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

/** As `refuse`, and says after how many seconds to try again. */
export function refuseForNow(res: Response, status: 429 | 503, seconds: number, reason: string): void {
  res.setHeader('Retry-After', String(seconds));
  refuse(res, status, `${reason} Try again in ${seconds} seconds.`);
}

// The parser hands its options to the reader of the body, which knows maxBodySize; the published types do not say so.
const parserOptions = { mapParams: false, maxBodySize: LIMITS.body.bytes };

/** Reads a JSON body into `req.body`: 415 for another type or a compressed one, 413 above the limit, 400 where it is no JSON. */
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
  return depthWithin(body, LIMITS.body.depth) ? (body as Record<string, unknown>) : undefined;
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
