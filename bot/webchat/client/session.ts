/** The page's conversation: begun, kept over a reload of the page, found again or found to be gone. */

export interface Session {
  readonly conversationId: string;
  readonly token: string;
  /** Where what is said is sent at once; good for one stream. */
  readonly streamUrl?: string;
  /** Of Azure's Direct Line, where the chat goes by it; then it is begun by its first connection, unless `resumed`. */
  readonly domain?: string;
  readonly resumed?: boolean;
}

/**
 * Why a conversation does not go on: nobody is signed in (any more), it has ended, there are too many, the desk or the
 * service that the chat goes by can not be reached, it does not talk to web pages, or the user sends more than it reads.
 */
export type Trouble =
  | 'signedOut'
  | 'gone'
  | 'crowded'
  | 'unreachable'
  | 'chatDown'
  | 'unavailable'
  | 'tooFast';

const KEY = 'reservation-desk';
const PATIENCE_MS = 8000;

/** The conversation that this tab was in, if any. */
export function storedSession(): Session | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isSession(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing is left of the conversation in this tab. */
export function forgetSession(): void {
  sessionStorage.removeItem(KEY);
}

/** A new conversation; with an earlier one at hand, as the same user where the desk still knows them. */
export async function newSession(earlier: Session | undefined, locale: string): Promise<Session | Trouble> {
  const granted = await userToken(earlier);
  if (typeof granted !== 'object') return granted;
  if (isSession(granted) && typeof granted.domain === 'string') return kept(granted);
  return sessionFrom(await call('POST', '/directline/conversations', granted.token, { locale }));
}

/**
 * The same conversation with a fresh token, or what is the matter with it. Where the token is no longer good, as after
 * an hour's sleep, the page says again who it is.
 */
export async function renewSession(session: Session): Promise<Session | Trouble> {
  if (session.domain !== undefined) return await renewAtAzure(session, session.domain);
  const path = `/directline/conversations/${encodeURIComponent(session.conversationId)}`;
  const found = await call('GET', path, session.token);
  // The desk is starting.
  if (found.status === 503) return 'unreachable';
  if (found.status !== 403) return sessionFrom(found);
  const token = await userToken(session);
  return typeof token === 'object' ? sessionFrom(await call('GET', path, token.token)) : token;
}

/** The same conversation of Azure's Direct Line, with a fresh token. */
async function renewAtAzure({ conversationId, token }: Session, domain: string): Promise<Session | Trouble> {
  const { status, body } = await call('POST', `${domain}/tokens/refresh`, token);
  if (status !== 200 || !isRecord(body) || typeof body.token !== 'string') return 'gone';
  return { ...kept({ conversationId, token: body.token, domain }), resumed: true };
}

/** The session, once it is found again by a page that is loaded anew. */
function kept({ conversationId, token, domain }: Session): Session {
  const session = { conversationId, token, ...(domain === undefined ? {} : { domain }) };
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

/** A token that says who the user is, and is for no conversation yet. */
async function userToken(earlier: Session | undefined): Promise<{ readonly token: string } | Trouble> {
  const granted = await call('POST', '/webchat/token', earlier?.token);
  if (granted.status === 401) return 'signedOut';
  if (granted.status === 404) return 'unavailable';
  if (granted.status === 503) return 'chatDown';
  const { body } = granted;
  return isRecord(body) && typeof body.token === 'string' ? { ...body, token: body.token } : 'unreachable';
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** After how many seconds to try again, where the desk says so. */
  readonly retryAfter?: number;
}

function sessionFrom({ status, body }: Answer): Session | Trouble {
  if (status === 403 || status === 404) return 'gone';
  if (status === 429 || status === 503) return 'crowded';
  if (!isSession(body)) return 'unreachable';
  const { conversationId, token, streamUrl } = body;
  return { ...kept({ conversationId, token }), ...(typeof streamUrl === 'string' ? { streamUrl } : {}) };
}

/** The answer to a request; status 0 where none came. A body that is a form is sent as one, any other as JSON. */
export async function call(
  method: string,
  path: string,
  token?: string,
  body?: unknown,
  patienceMs = PATIENCE_MS,
): Promise<Answer> {
  const form = body instanceof FormData ? body : undefined;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body && !form ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: form ?? JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(patienceMs),
    });
    const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
    return { status: response.status, body: await response.json(), ...(retryAfter ? { retryAfter } : {}) };
  } catch {
    return { status: 0, body: undefined };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSession(value: unknown): value is Session {
  if (!isRecord(value)) return false;
  const { conversationId, token } = value;
  return typeof conversationId === 'string' && typeof token === 'string';
}
