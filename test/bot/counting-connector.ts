/** A channel's connector over HTTP that writes down what it takes, and answers as it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ShownCard } from '../support/shown-card.js';

/** A status, or no answer at all: the connection is cut before or after what was sent has been taken. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly retryAfter?: string;
  /** Taken, and then the connection is cut. */
  readonly cut?: boolean;
  /** Called before it is answered; the answer waits for it. */
  readonly before?: () => Promise<void>;
}

/** Something that was taken. */
interface Taken {
  readonly conversation: string;
  readonly tenantId: string | undefined;
  readonly card: ShownCard | undefined;
  readonly text: string;
}

export async function startCountingConnector() {
  const taken: Taken[] = [];
  /** How the next ones are answered, in order; with 200 once there is none. */
  const script: ScriptedAnswer[] = [];
  let asked = 0;
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
    // What takes the place of an earlier message, or says that somebody types, is nothing that a user is told.
    const counts = req.method === 'POST' && body.type === 'message';
    if (counts) asked += 1;
    const { status = 200, retryAfter, cut, before } = (counts ? script.shift() : undefined) ?? {};
    await before?.();
    if (counts && status === 200) {
      const conversation = decodeURIComponent(/conversations\/([^/]+)\//.exec(req.url ?? '')?.[1] ?? '');
      const content = body.attachments?.[0]?.content;
      const card = content && new ShownCard(content, `sent-${asked}`);
      const tenantId = body.conversation?.tenantId;
      taken.push({ conversation, tenantId, card, text: card?.text ?? body.text ?? '' });
    }
    if (cut) return void req.socket.destroy();
    if (retryAfter !== undefined) res.setHeader('Retry-After', retryAfter);
    res.statusCode = status;
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify({ id: `sent-${asked}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    taken,
    script,
    /** How many requests have come, whatever came of them. */
    get asked() {
      return asked;
    },
    /** Forgets what was taken and asked. */
    forget(): void {
      taken.length = 0;
      asked = 0;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type CountingConnector = Awaited<ReturnType<typeof startCountingConnector>>;
