/**
 * Before the desk can take turns it may have to wait, for another process to let go of the folder. Meanwhile it says
 * that it is alive and not ready, and asks whoever brings something to come again: so it is neither killed as dead
 * nor sent turns, and what is delivered is delivered once more, when there is somebody to answer it.
 */
import { createServer } from 'node:http';
import type { Config } from './config.js';
import { RETRY_AFTER_SECONDS } from './health-routes.js';

const JSON_TYPE = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Connection: 'close' };
const NOT_READY = { ...JSON_TYPE, 'Retry-After': RETRY_AFTER_SECONDS };
/** As a shell tells that a signal ended a process. */
const ENDED_BY_SIGTERM = 143;

/**
 * Answers on the desk's own port until what it gives is called, which frees the port for the desk. Where the port can
 * not be had yet, as another desk on this machine still answers on it, nothing does.
 */
export async function answerBeforeStart({ port, host }: Pick<Config, 'port' | 'host'>): Promise<() => void> {
  const server = createServer({ requestTimeout: 5000 }, (req, res) => {
    const alive = req.method === 'GET' && req.url === '/healthz';
    const ready = req.method === 'GET' && req.url === '/readyz';
    res.writeHead(alive ? 200 : 503, alive ? JSON_TYPE : NOT_READY);
    const starting = { error: 'The desk is starting. Try again in a few seconds.' };
    res.end(JSON.stringify(alive ? { status: 'ok' } : ready ? { status: 'starting' } : starting));
  });
  await new Promise<void>((resolve) => {
    // Whether the port can be had at all is found out when the desk itself begins to listen.
    server.once('error', () => resolve());
    server.listen(port, host, resolve);
  });
  // The first process of a container is not ended by a signal that it does not listen for.
  const end = () => process.exit(ENDED_BY_SIGTERM);
  process.once('SIGTERM', end);
  return () => {
    process.off('SIGTERM', end);
    server.close();
  };
}
