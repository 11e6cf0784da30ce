/**
 * Under which address the desk's own page is open. A browser opens a stream to anywhere and asks nobody first, so
 * where the page that opens one comes from has to be looked at.
 */
import type { IncomingMessage } from 'node:http';
import { type Config, isLoopback } from '../config.js';

export interface OwnOrigin {
  /** The origin that the page of this request has, such as "https://desk.example". */
  of(req: Pick<IncomingMessage, 'headers'>): string;
  /** True where the request says that it comes from that page; one that says nothing does not. */
  isOwn(req: Pick<IncomingMessage, 'headers'>): boolean;
}

/** In local mode the page is open under whatever name this machine has for itself; elsewhere under the public address. */
export function ownOrigin({ localMode, publicUrl }: Pick<Config, 'localMode' | 'publicUrl'>): OwnOrigin {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const of = ({ headers: { host = '' } }: Pick<IncomingMessage, 'headers'>) =>
    localMode || known === undefined ? `http://${host}` : known;
  return {
    of,
    isOwn: (req) =>
      req.headers.origin === of(req) &&
      (!localMode || isLoopback((req.headers.host ?? '').replace(/:\d{1,5}$/, ''))),
  };
}
