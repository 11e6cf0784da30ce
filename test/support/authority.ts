/**
 * Microsoft's side of the wire, on this machine: the authority that signs the tokens of channels, the sign-in of bots,
 * and a connector that takes replies from a bot that is signed in. The desk is not told: whatever it asks by https of
 * Microsoft's hosts is answered here, so that the SDK's own validation runs as it does in the world.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { type JWTPayload, SignJWT } from 'jose';
import { Agent } from 'undici';

/** The registration of the bot, as the environment names it. */
export const REGISTRATION = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '7f3c1b52-0d6e-4c8e-9a51-2f0f7a0f6d11',
  MicrosoftAppPassword: 'a-password-of-the-bot',
  MicrosoftAppTenantId: '33333333-3333-4333-8333-333333333333',
};
/** Where Teams takes replies. */
export const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';
/** Where replies are taken: of Teams, and of Direct Line with and without Web Chat. */
const CONNECTORS = ['smba.trafficmanager.net', 'directline.botframework.com', 'webchat.botframework.com'];
/** Who issues the tokens of channels. */
const ISSUER = 'https://api.botframework.com';
/** What the bot shows to the connector once it has signed in. */
export const BOT_TOKEN = 'the-token-of-the-bot-itself';
const HOUR = 3600;

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** "channels" is published for every channel, "webchat" for one, "entra" is of the sign-in; "stranger" is published nowhere. */
const KEYS = { channels: pair(), webchat: pair(), entra: pair(), stranger: pair() };
type KeyName = keyof typeof KEYS;
const ENDORSED = ['msteams', 'webchat', 'directline', 'emulator', 'slack', 'telegram', 'facebook', 'email'];

export interface TokenWish {
  /** In place of those of a good token; undefined takes one out. */
  readonly claims?: JWTPayload;
  /** Signs; "channels" unless given. */
  readonly key?: KeyName;
  /** The key that the token names; the one that signs unless given. */
  readonly kid?: string;
  /** "none" leaves it unsigned, "HS256" takes the public key for a shared secret. */
  readonly alg?: 'RS256' | 'HS256' | 'none';
}

/** Seconds since 1970, so many from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A token as the Bot Framework gives it to Teams for this bot, changed as wished. */
export async function tokenOf({
  claims = {},
  key = 'channels',
  kid = key,
  alg = 'RS256',
}: TokenWish = {}): Promise<string> {
  const good = {
    iss: ISSUER,
    aud: REGISTRATION.MicrosoftAppId,
    serviceurl: SERVICE_URL,
    nbf: inSeconds(-60),
    exp: inSeconds(HOUR),
  };
  const payload: JWTPayload = JSON.parse(JSON.stringify({ ...good, ...claims }));
  if (alg === 'none') return `${part({ alg, kid, typ: 'JWT' })}.${part(payload)}.`;
  const secret = alg === 'HS256' ? Buffer.from(publicText(KEYS[key].publicKey)) : KEYS[key].privateKey;
  return await new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(secret);
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const publicText = (key: KeyObject) => String(key.export({ type: 'pkcs1', format: 'pem' }));

function published(name: KeyName, endorsements?: readonly string[]) {
  const { n, e } = KEYS[name].publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', use: 'sig', kid: name, n, e, ...(endorsements ? { endorsements } : {}) };
}

/** What the hosts of Microsoft answer, by the beginning of the address. */
const ANSWERS: readonly (readonly [string, unknown])[] = [
  [
    'login.botframework.com/v1/.well-known/openidconfiguration',
    { issuer: ISSUER, jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' },
  ],
  [
    'login.botframework.com/v1/.well-known/keys',
    { keys: [published('channels', ENDORSED), published('webchat', ['webchat'])] },
  ],
  [
    'login.botframework.azure.us/v1/.well-known/openidconfiguration',
    { jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' },
  ],
  [
    'login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
    { jwks_uri: 'https://login.microsoftonline.com/common/discovery/v2.0/keys' },
  ],
  ['login.microsoftonline.com/common/discovery/v2.0/keys', { keys: [published('entra')] }],
  [
    `login.microsoftonline.com/${REGISTRATION.MicrosoftAppTenantId}/oauth2/v2.0/token`,
    { token_type: 'Bearer', expires_in: HOUR, access_token: BOT_TOKEN },
  ],
];

interface Delivered {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** Stands in for Microsoft until it is closed. */
export async function standInForMicrosoft() {
  /** What the connector took from the bot. */
  const delivered: Delivered[] = [];
  /** Every address that was asked for; none of them outside. */
  const asked: string[] = [];
  /** Requests to the connector without the token of the bot. */
  let unsigned = 0;
  let down = false;
  const server = http.createServer(async (req, res) => {
    const address = `${req.headers['x-asked-of'] ?? req.headers.host}${req.url}`;
    asked.push(address);
    const body = await bodyOf(req);
    const answer = down ? undefined : ANSWERS.find(([beginning]) => address.startsWith(beginning))?.[1];
    const atConnector = CONNECTORS.some((host) => address.startsWith(`${host}/`));
    const signed = req.headers.authorization === `Bearer ${BOT_TOKEN}`;
    if (atConnector && signed) delivered.push({ path: req.url ?? '', body: JSON.parse(body || '{}') });
    if (atConnector && !signed) unsigned += 1;
    res.statusCode = atConnector ? (signed ? 200 : 401) : answer ? 200 : 404;
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify(atConnector ? { id: `sent-${delivered.length}` } : (answer ?? {})));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const real = https.request;
  https.request = redirected(port) as typeof https.request;
  /** What the desk replies by: every address is on this port. */
  const connections = new Agent({
    connect(_options, connected) {
      const socket = connect(port, '127.0.0.1', () => connected(null, socket));
    },
  });
  return {
    delivered,
    asked,
    connections,
    unsigned: () => unsigned,
    /** From now on there are no keys to be had, or there are again. */
    outage(on: boolean): void {
      down = on;
    },
    async close() {
      https.request = real;
      await connections.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** https.request, with every address answered on this port. */
function redirected(port: number) {
  return (first: string | URL | RequestOptions, ...rest: unknown[]) => {
    const given: RequestOptions =
      typeof first === 'string' || first instanceof URL ? optionsOf(new URL(first), rest[0]) : first;
    const answered = rest.find((one) => typeof one === 'function') as
      | ((res: IncomingMessage) => void)
      | undefined;
    const host = String(given.hostname ?? given.host);
    const { method = 'GET', path = '/', headers } = given;
    const sent = { ...Object.fromEntries(Object.entries(headers ?? {})), 'x-asked-of': host };
    return http.request({ host: '127.0.0.1', port, method, path, headers: sent, agent: false }, answered);
  };
}

function optionsOf(url: URL, more: unknown): RequestOptions {
  const given: RequestOptions = typeof more === 'object' && more !== null ? more : {};
  return { hostname: url.hostname, path: url.pathname + url.search, ...given };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const piece of req) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString('utf8');
}
