/** The page's conversation: begun, kept over a reload of the page, found again or found to be gone. */

export interface Session {
  readonly conversationId: string;
  readonly token: string;
}

/** Why there is no conversation: it has ended, there are too many, the desk can not be reached, or it does not talk to web pages. */
export type Trouble = 'gone' | 'crowded' | 'unreachable' | 'unavailable';

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

/** A new conversation; with an earlier one at hand, as the same user where the desk still knows them. */
export async function newSession(earlier: Session | undefined, locale: string): Promise<Session | Trouble> {
  const granted = await call('POST', '/webchat/token', earlier?.token);
  if (granted.status === 404) return 'unavailable';
  const token = isRecord(granted.body) ? granted.body.token : undefined;
  if (typeof token !== 'string') return 'unreachable';
  return sessionFrom(await call('POST', '/directline/conversations', token, { locale }));
}

/** The same conversation with a fresh token, or what is the matter with it. */
export async function renewSession({ conversationId, token }: Session): Promise<Session | Trouble> {
  return sessionFrom(
    await call('GET', `/directline/conversations/${encodeURIComponent(conversationId)}`, token),
  );
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function sessionFrom({ status, body }: Answer): Session | Trouble {
  if (status === 403 || status === 404) return 'gone';
  if (status === 429 || status === 503) return 'crowded';
  if (!isSession(body)) return 'unreachable';
  const session = { conversationId: body.conversationId, token: body.token };
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

/** The answer to a request; status 0 where none came. */
async function call(method: string, path: string, token?: string, body?: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: undefined };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSession(value: unknown): value is Session {
  return isRecord(value) && typeof value.conversationId === 'string' && typeof value.token === 'string';
}
