/**
 * Local mode has no sign-in, so a page of some other site, open in the browser of the same machine, must not
 * reach it: neither under a name that was pointed here (DNS rebinding) nor by posting across.
 */
import type { RequestHandler } from 'restify';
import { isLoopback } from './config.js';
import { refuse } from './http.js';

/** Refuses with 403 what is not addressed to this machine or comes from a page that is not ours. */
export const localGuard: RequestHandler = (req, res, next) => {
  const host = req.headers.host ?? '';
  if (!isLoopback(host.replace(/:\d{1,5}$/, ''))) {
    refuse(res, 403, 'In local mode the desk answers only to this machine.');
    return next(false);
  }
  const { origin } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    refuse(res, 403, 'Pages of other sites may not call the desk.');
    return next(false);
  }
  return next();
};
