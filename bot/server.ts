/** The HTTP server: routes, limits and headers. Transport only; what a turn does is the bot's. */
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import restify from 'restify';
import { registerAbout } from './about/routes.js';
import { checkActivity, isKnownType, mayReplyTo } from './activity-check.js';
import type { DeskAdapter } from './adapter.js';
import { isAnswered } from './channels.js';
import type { Config } from './config.js';
import type { DirectLine } from './directline/index.js';
import { type DownloadOptions, registerDownloads } from './download-route.js';
import { type HealthOptions, registerHealth, whileStopping } from './health-routes.js';
import { firstFault, jsonBody, objectBody, refuse } from './http.js';
import { type HttpLimits, LIMITS } from './limits.js';
import { localGuard } from './local-guard.js';
import { newReference } from './reference.js';
import type { SigningIn } from './sign-in/index.js';
import type { TurnHandler } from './turn-handler.js';
import type { AzureDirectLine } from './webchat/azure-direct-line.js';
import { registerChat } from './webchat/chat-routes.js';
import { registerPages } from './webchat/pages.js';

export interface ServerOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly adapter: DeskAdapter;
  readonly directLine: DirectLine;
  readonly bot: TurnHandler;
  /** Absent where users of the chat page do not sign in. */
  readonly signingIn?: SigningIn | undefined;
  /** Absent where the chat page goes by the desk's own Direct Line. */
  readonly azure?: AzureDirectLine | undefined;
  /** Absent where users can not reach the desk by a browser. */
  readonly downloads?: DownloadOptions | undefined;
  /** Whether the desk can take turns, and what it counts. */
  readonly health: Pick<HealthOptions, 'readiness' | 'metrics'>;
  readonly limits?: Partial<HttpLimits> | undefined;
}

/** What a page could ask the browser for: none of it is the desk's business. Helmet has no words for this header. */
const NO_PERMISSIONS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
  .map((feature) => `${feature}=()`)
  .join(', ');

/** The server, not listening yet. The chat page can be talked to in local mode, and where its users sign in. */
export function createServer(options: ServerOptions): Server {
  const { config, log, adapter, directLine, signingIn, azure, bot, downloads, health } = options;
  // restify's own log writes out whole requests, with their tokens. The published types want another library's log.
  const silent: object = { log: log.child({}, { level: 'silent' }) };
  const server = restify.createServer({ name: '', ...silent });
  limitConnections(server, { ...LIMITS.http, ...options.limits });
  server.pre(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      // The page is served as it is, and by plain http on this machine; a proxy in front adds this.
      strictTransportSecurity: false,
    }),
  );
  server.pre((_req, res, next) => {
    // Answers hold tokens, and what customers pay; the few files that may be kept say so themselves.
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Permissions-Policy', NO_PERMISSIONS);
    return next();
  });
  if (config.localMode) server.pre(localGuard);
  server.pre(whileStopping(health.readiness));

  registerHealth(server, { ...health, metricsToken: config.metricsToken });
  if (config.localMode || config.credentials) registerMessages(server, { config, log, adapter, bot });
  else closeMessages(server);
  registerPages(server, { signIn: signingIn !== undefined, directLine: azure?.service });
  registerAbout(server);
  registerChat(server, { config, directLine, signingIn, azure, readiness: health.readiness, log });
  if (downloads) registerDownloads(server, downloads, log);
  hideErrors(server, log);
  return server;
}

/** Nobody holds a connection by sending slowly, sends headers without end, or takes all connections for long. */
function limitConnections(server: Server, limits: HttpLimits): void {
  // Node reads these from its server when that begins to listen; restify has no options for them.
  Object.assign(server.server, {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.idleMs,
    maxConnections: limits.connections,
    // One more than allowed is let through, so that it is seen and refused rather than left out unseen.
    maxHeadersCount: limits.headers + 1,
  });
  server.pre((req, res, next) => {
    if (req.rawHeaders.length <= 2 * limits.headers) return next();
    refuse(res, 431, WORDS[431]);
    return next(false);
  });
}

/** Adds `POST /api/messages`: whatever comes, the answer is a status and at most a short reason. */
function registerMessages(
  server: Server,
  { config, log, adapter, bot }: Pick<ServerOptions, 'config' | 'log' | 'adapter' | 'bot'>,
) {
  server.post('/api/messages', ...jsonBody, async (req, res) => {
    const body = objectBody(req);
    if (!body) return refuse(res, 400, 'The body must be an activity: a JSON object.');
    const checked = checkActivity(body);
    if (!checked.success) return refuse(res, 400, firstFault(checked.error));
    const activity = checked.data;
    if (!mayReplyTo(activity.serviceUrl, config.localMode)) {
      log.warn('an activity was refused: it asks for replies to be sent elsewhere');
      return refuse(res, 403, 'serviceUrl: the desk does not send replies there.');
    }
    if (!isAnswered(activity.channelId, config.localMode)) {
      log.warn('an activity was refused: it comes over a channel that is not answered');
      return refuse(res, 403, 'channelId: the desk is not on this channel.');
    }
    const known = isKnownType(activity.type);
    const received = await adapter.receive(req.header('authorization') ?? '', activity, async (context) => {
      if (known) await bot.run(context);
    });
    if (received.status === 401) return refuse(res, 401, 'The sender is not allowed to call.');
    if ('reference' in received) return refuse(res, 500, WORDS[500], received.reference);
    // As the SDK says it: an invoke that nothing has answered. It is the sender's mistake, not the desk's.
    if (received.status === 501) return refuse(res, 400, 'name: the desk does not take this invoke.');
    res.json(received.status, received.body ?? {});
  });
}

/** Without credentials nothing proves who has sent an activity, so none is taken: users come by the chat page alone. */
function closeMessages(server: Server): void {
  server.post('/api/messages', (_req, res, next) => {
    refuse(res, 403, 'The desk has no credentials of a bot, so it is on no channel. Use its chat page.');
    return next();
  });
}

const WORDS: Readonly<Record<number, string>> & { readonly 431: string; readonly 500: string } = {
  400: 'The body is not valid JSON.',
  404: 'There is nothing at this address.',
  405: 'This address does not take this method.',
  413: 'The body is larger than 256 KB.',
  415: 'This kind of body is not taken.',
  431: 'The request has more headers than are read.',
  500: 'Something went wrong.',
};

/** Errors of the framework and of handlers are answered by their status alone; what they say goes to the log. */
function hideErrors(server: Server, log: Logger): void {
  server.on('restifyError', (req, res, error, done) => {
    const given: unknown = error?.statusCode;
    const status = typeof given === 'number' && given >= 400 && given < 500 ? given : 500;
    const reference = status === 500 ? newReference() : undefined;
    // The path may be a link that is as good as a key: the route says enough.
    const route: unknown = req.getRoute()?.path;
    if (reference) log.error({ err: error, reference, method: req.method, route }, 'a request failed');
    if (!res.headersSent) refuse(res, status, WORDS[status] ?? 'The request is not valid.', reference);
    return done();
  });
}
