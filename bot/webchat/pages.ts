/** Serves the chat page and its few files. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response, Server } from 'restify';
import { refuse } from '../http.js';

interface Asset {
  readonly path: string;
  readonly file: string;
  readonly type: string;
}

const ASSETS: readonly Asset[] = [
  { path: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { path: '/favicon.svg', file: 'favicon.svg', type: 'image/svg+xml' },
  { path: '/page.js', file: 'client/page.js', type: 'text/javascript; charset=utf-8' },
  { path: '/azure.js', file: 'client/azure.js', type: 'text/javascript; charset=utf-8' },
  { path: '/connection.js', file: 'client/connection.js', type: 'text/javascript; charset=utf-8' },
  { path: '/focus.js', file: 'client/focus.js', type: 'text/javascript; charset=utf-8' },
  { path: '/look.js', file: 'client/look.js', type: 'text/javascript; charset=utf-8' },
  { path: '/outbox.js', file: 'client/outbox.js', type: 'text/javascript; charset=utf-8' },
  { path: '/sign-in.js', file: 'client/sign-in.js', type: 'text/javascript; charset=utf-8' },
  { path: '/session.js', file: 'client/session.js', type: 'text/javascript; charset=utf-8' },
  { path: '/subject.js', file: 'client/subject.js', type: 'text/javascript; charset=utf-8' },
  { path: '/words.js', file: 'client/words.js', type: 'text/javascript; charset=utf-8' },
  { path: '/webchat.js', file: 'webchat.js', type: 'text/javascript; charset=utf-8' },
];

const compress = promisify(gzip);
const read = (file: string) => readFile(new URL(file, import.meta.url));

export interface PagesOptions {
  /** Users sign in before they chat. */
  readonly signIn: boolean;
  /** Scheme and host of the Direct Line that the chat goes by; undefined: the desk's own. */
  readonly directLine: string | undefined;
}

/** Adds `/` and what the page loads. Files are read, and compressed, once. */
export function registerPages(server: Server, { signIn, directLine }: PagesOptions): void {
  server.get('/', async (_req, res) => {
    const nonce = randomBytes(16).toString('base64');
    const html = (await read('page.html'))
      .toString('utf8')
      .replaceAll('{{nonce}}', nonce)
      .replaceAll('{{signIn}}', signIn ? 'required' : 'none');
    // Not res.header, which would add to the policy that every answer has.
    res.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce, directLine));
    res.header('Content-Type', 'text/html; charset=utf-8');
    res.sendRaw(200, html);
  });
  for (const asset of ASSETS) {
    const load = once(async () => {
      const plain = await read(asset.file);
      return { plain, zipped: await compress(plain) };
    });
    server.get(asset.path, async (req: Request, res: Response) => {
      const loaded = await load().catch(() => undefined);
      if (!loaded) return refuse(res, 404, 'This file is not there: build the desk first.');
      const zip = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '');
      res.header('Content-Type', asset.type);
      // Not res.header, which would add to what every answer has.
      res.setHeader('Cache-Control', 'no-cache');
      res.header('Vary', 'Accept-Encoding');
      if (zip) res.header('Content-Encoding', 'gzip');
      res.sendRaw(200, zip ? loaded.zipped : loaded.plain);
    });
  }
}

/** The hash of an empty style element, which one part of Web Chat adds without the nonce. It lets nothing else in. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * Nothing runs and nothing is styled but what carries this page's nonce; nothing is loaded from or sent to
 * anywhere else, but for the Direct Line that the chat goes by. Web Chat needs images from data: and blob: for its icons.
 */
function contentSecurityPolicy(nonce: string, directLine: string | undefined): string {
  const chat = directLine === undefined ? '' : ` ${directLine} ${directLine.replace(/^http/, 'ws')}`;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}' ${EMPTY_STYLE}`,
    "img-src 'self' data: blob:",
    // An attached file is read by its blob: address before it is sent.
    `connect-src 'self' blob:${chat}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Runs the function at the first call and remembers what came of it, unless it failed. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
