/**
 * Where users of the chat page sign in and out. What is asked for by GET changes nothing but which sign-in is under
 * way; the page is told what came of it by one word in its address, and has the words for it.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Request, RequestHandler, Response, Server } from 'restify';
import { refuse } from '../http.js';
import type { Identity } from '../identity.js';
import { LIMITS } from '../limits.js';
import { untilAllowed } from '../rates.js';
import { type SigningIn, signInOf } from './index.js';
import { reasonOf, SignInFailed, type SignInTrouble } from './issuer.js';

/** What the page is told: why there was no sign-in, or that it has to be begun anew or later. */
type Told = SignInTrouble | 'again' | 'busy';

/** Refuses with 403 what does not come from a page of the desk: the browser sends cookies along by itself. */
export function ownPagesOnly({ origin }: Pick<SigningIn, 'origin'>): RequestHandler {
  return (req, res, next) => {
    if (req.headers.origin === origin) return next();
    refuse(res, 403, 'Pages of other sites may not call the desk.');
    return next(false);
  };
}

/** Adds `/sign-in`, where it leads back to, `/sign-in/session` and `/sign-out`. */
export function registerSignIn(server: Server, signingIn: SigningIn): void {
  const { issuer, flows, signIns, cookies, log } = signingIn;
  const comebacks = new RateLimiterMemory({ points: LIMITS.signIn.comebacksPerMinute, duration: 60 });

  server.get('/sign-in', async (req, res) => {
    try {
      const chooses = new URLSearchParams(req.getQuery()).has('choose');
      const { url, flow } = await issuer.begin(chooses);
      cookies.flow.set(res, await flows.seal(flow));
      goTo(res, url.href);
    } catch (error) {
      goTo(res, pageSaying(troubleIn(error)));
    }
  });

  server.get('/sign-in/callback', async (req, res) => {
    const query = req.getQuery();
    const sealed = cookies.flow.in(req);
    cookies.flow.clear(res);
    const flow = await flows.take(sealed, new URLSearchParams(query).get('state'));
    if (!flow) return goTo(res, pageSaying('again'));
    // Without a code the issuer is not asked.
    const asks = new URLSearchParams(query).has('code');
    if (asks && (await untilAllowed(comebacks, 'comebacks')) > 0) return goTo(res, pageSaying('busy'));
    try {
      const identity = await issuer.finish(query, flow);
      await letIn(signingIn, identity, req, res);
      goTo(res, '/');
    } catch (error) {
      const trouble = troubleIn(error);
      // Anybody can come back with anything: a line and no more.
      log.warn({ trouble, reason: reasonOf(error) }, 'a sign-in was refused');
      goTo(res, pageSaying(trouble));
    }
  });

  server.get('/sign-in/session', async (req, res) => {
    const signIn = signInOf(signingIn, req);
    if (!signIn) return res.json(200, { signedIn: false });
    const { name, email } = signIn.identity;
    res.json(200, { signedIn: true, name, ...(email === undefined ? {} : { email }) });
  });

  server.post('/sign-out', ownPagesOnly(signingIn), async (req, res) => {
    const signIn = signInOf(signingIn, req);
    cookies.session.clear(res);
    if (signIn) await signIns.end(signIn);
    const endSession = await issuer.endSession();
    res.json(200, endSession === undefined ? {} : { endSession });
  });
}

/** Signs somebody of a known partner in. Who was signed in with this browser before no longer is. @throws SignInFailed. */
async function letIn(signingIn: SigningIn, identity: Identity, req: Request, res: Response): Promise<void> {
  const { signIns, cookies, desk, log } = signingIn;
  const { kind } = await desk.accessStanding(identity);
  if (kind === 'stranger') throw new SignInFailed('other-tenant');
  const before = signInOf(signingIn, req);
  const id = await signIns.begin(identity);
  if (before) await signIns.end(before);
  cookies.session.set(res, id);
  log.info('a user of the chat page has signed in');
}

function pageSaying(told: Told): string {
  return `/?sign-in=${told}`;
}

function goTo(res: Response, address: string): void {
  res.setHeader('Location', address);
  res.send(302);
}

/** What the user is told of an error: of one of ours, to try again later. */
function troubleIn(error: unknown): SignInTrouble {
  return error instanceof SignInFailed ? error.trouble : 'unavailable';
}
