/** What a browser does at the chat page: keeps the desk's cookies, goes where it is sent, and talks by Direct Line. */
import { parseSetCookie } from 'cookie';
import { WebSocket } from 'ws';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** A chat as the page has one. */
export interface PageChat {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
}

export class PageBrowser {
  readonly cookies = new Map<string, string>();

  /** @param url of the desk, without a slash at the end. */
  constructor(private readonly url: string) {}

  /** Asks the desk as a page of its own does; `headers` go on top. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...(method === 'GET' ? {} : { Origin: this.url }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const text of response.headers.getSetCookie()) {
      const { name, value, maxAge } = parseSetCookie(text);
      if (maxAge === 0 || !value) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
  }

  /** Presses "Sign in" and lets the issuer do its part. Gives the address with which the browser would come back. */
  async atIssuer(): Promise<URL> {
    const begun = await this.ask('GET', '/sign-in');
    const response = await fetch(placeOf(begun.headers), { redirect: 'manual' });
    return new URL(placeOf(response.headers));
  }

  /** Comes back from the issuer. Gives where the desk sends the browser on to. */
  async comeBack(address: URL): Promise<string> {
    return placeOf((await this.ask('GET', address.pathname + address.search)).headers);
  }

  /** Signs in from beginning to end. Gives where the browser ends up: "/" where it went well. */
  async signIn(): Promise<string> {
    return await this.comeBack(await this.atIssuer());
  }

  async signOut(): Promise<Answer> {
    return await this.ask('POST', '/sign-out');
  }

  /** True where the desk knows this browser. */
  async isSignedIn(): Promise<boolean> {
    return (await this.ask('GET', '/sign-in/session')).body.signedIn === true;
  }

  /** Begins a chat. @throws Error where no token is given. */
  async chat(): Promise<PageChat> {
    const granted = await this.ask('POST', '/webchat/token');
    if (granted.status !== 200) throw new Error(`no token: ${granted.status}`);
    const bearer = { Authorization: `Bearer ${String(granted.body.token)}` };
    const begun = await this.ask('POST', '/directline/conversations', { locale: 'en-US' }, bearer);
    return {
      id: String(begun.body.conversationId),
      token: String(begun.body.token),
      userId: String(granted.body.userId),
    };
  }

  /** Opens the stream of a chat. Gives what waits until it is closed, once it is open. */
  async stream(chat: PageChat): Promise<() => Promise<void>> {
    const path = `/directline/conversations/${chat.id}`;
    const { body } = await this.ask('GET', path, undefined, { Authorization: `Bearer ${chat.token}` });
    const socket = new WebSocket(String(body.streamUrl), { origin: this.url });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return () => closed;
  }

  /** Says something in a chat; gives the status. */
  async say(chat: PageChat, text: string): Promise<number> {
    const path = `/directline/conversations/${chat.id}/activities`;
    const bearer = { Authorization: `Bearer ${chat.token}` };
    return (await this.ask('POST', path, { type: 'message', text }, bearer)).status;
  }

  /** What the desk has said in a chat, once some of it is like this. @throws Error where it never is. */
  async hears(chat: PageChat, text: RegExp): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { status, said } = await this.read(chat);
      if (status !== 200) throw new Error(`no answer: ${status}`);
      if (text.test(said)) return said;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never heard ${text}: ${(await this.read(chat)).said}`);
  }

  /** All that the desk has said in a chat, and the status with which it is read. */
  async read(chat: PageChat): Promise<{ readonly status: number; readonly said: string }> {
    const path = `/directline/conversations/${chat.id}/activities?watermark=`;
    const { status, body } = await this.ask('GET', path, undefined, {
      Authorization: `Bearer ${chat.token}`,
    });
    const activities = (body.activities ?? []) as { readonly from?: { readonly role?: string } }[];
    return { status, said: JSON.stringify(activities.filter(({ from }) => from?.role === 'bot')) };
  }
}

function placeOf(headers: Headers): string {
  return headers.get('location') ?? '';
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
