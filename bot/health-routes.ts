/**
 * For whoever looks after the process: `/healthz` (it is alive: do not kill it), `/readyz` (it can take turns: send
 * some) and `/metrics`. The first two say a word each to anybody; the metrics are for this machine or a token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Server } from 'restify';
import { isLoopback } from './config.js';
import { bearerOf, refuse } from './http.js';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';

/** When to come again to a desk that does not take anything now. */
export const RETRY_AFTER_SECONDS = '5';
/** What a proxy adds: then the address is the proxy's own, and says nothing of who asks. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

export interface HealthOptions {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly metricsToken?: string | undefined;
}

/** Refuses new work with 503 while the desk stops; who reads what comes of earlier work still can. */
export function whileStopping(readiness: Pick<Readiness, 'isStopping'>): RequestHandler {
  return (req, res, next) => {
    if (!readiness.isStopping || req.method === 'GET' || req.method === 'HEAD') return next();
    res.header('Retry-After', RETRY_AFTER_SECONDS);
    res.header('Connection', 'close');
    refuse(res, 503, 'The desk is stopping. Try again in a few seconds.');
    return next(false);
  };
}

/** Adds the three routes. */
export function registerHealth(server: Server, { readiness, metrics, metricsToken }: HealthOptions): void {
  server.get('/healthz', async (_req, res) => {
    res.json(200, { status: 'ok' });
  });

  server.get('/readyz', async (_req, res) => {
    const reason = await readiness.reason();
    if (reason !== undefined) res.header('Retry-After', RETRY_AFTER_SECONDS);
    res.json(reason === undefined ? 200 : 503, { status: reason ?? 'ready' });
  });

  server.get('/metrics', async (req, res) => {
    if (!mayRead(req, metricsToken)) {
      res.header('WWW-Authenticate', 'Bearer');
      return refuse(res, 401, 'The metrics are for this machine, or for who has the token.');
    }
    const text = await metrics.registry.metrics();
    res.header('Content-Type', metrics.registry.contentType);
    res.sendRaw(200, text);
  });
}

/** Who shows a token is let in for that alone; who shows none has to be on this machine, with no proxy between. */
function mayRead(req: Request, expected: string | undefined): boolean {
  const shown = req.headers.authorization;
  if (shown !== undefined) return expected !== undefined && isSame(bearerOf(req), expected);
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const host = (req.headers.host ?? '').replace(/:\d{1,5}$/, '');
  return (
    isLoopback(address) && isLoopback(host) && FORWARDED.every((name) => req.headers[name] === undefined)
  );
}

/** Takes as long whatever the two have in common. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
