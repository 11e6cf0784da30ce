/**
 * A channel with what an orchestrator puts before the desk: it sends each activity to a desk that is ready, and
 * delivers it again, under its id, for as long as none has taken it. It writes down what was answered to what.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const AGAIN_MS = 50;
const GIVE_UP_MS = 60_000;

interface Reply {
  readonly replyToId?: string;
  readonly type?: string;
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

export class ChannelStandIn {
  /** The desks that there are, the newest last. */
  desks: string[] = [];
  /** Activities that a desk has taken, in the order of that. */
  readonly taken: string[] = [];
  /** Why an activity was delivered again, and how often that came. */
  readonly again = new Map<string, number>();
  /** By activity: what was said to it. */
  readonly answers = new Map<string, string[]>();
  private readonly inward = createServer((req, res) => {
    void this.deliver(req).then(
      (status) => {
        res.statusCode = status;
        res.end();
      },
      () => res.destroy(),
    );
  });
  private readonly outward = createServer((req, res) => {
    void this.passOn(req).then(
      (body) => {
        res.setHeader('Content-Type', 'application/json');
        res.end(body);
      },
      () => res.destroy(),
    );
  });
  private serviceUrl = '';
  private left = false;

  /** Where users send to. */
  get url(): string {
    return urlOf(this.inward);
  }

  async open(): Promise<void> {
    await listening(this.inward);
    await listening(this.outward);
  }

  /** From now on it takes nothing from users; what it has taken is delivered. */
  leave(): void {
    this.left = true;
  }

  async close(): Promise<void> {
    for (const server of [this.inward, this.outward]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async deliver(req: IncomingMessage): Promise<number> {
    if (this.left) throw new Error('nobody works any more');
    const activity = JSON.parse(await bodyOf(req)) as { id: string; serviceUrl: string };
    // Answers go by here, so that they can be counted.
    this.serviceUrl = activity.serviceUrl;
    const body = JSON.stringify({ ...activity, serviceUrl: urlOf(this.outward) });
    const until = performance.now() + GIVE_UP_MS;
    while (performance.now() < until) {
      for (const desk of this.desks) {
        const came = await this.attempt(desk, body);
        if (typeof came === 'number') {
          this.taken.push(activity.id);
          return came;
        }
        this.again.set(came, (this.again.get(came) ?? 0) + 1);
      }
      await pause(AGAIN_MS);
    }
    return 504;
  }

  /** The status of a desk that has looked at it; why it is to be delivered again, otherwise. */
  private async attempt(desk: string, body: string): Promise<number | string> {
    try {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`${desk}/api/messages`, { method: 'POST', headers, body });
      const text = await response.text();
      if (response.status !== 503) return response.status;
      return text.includes('stopping') ? 'stopping' : 'starting';
    } catch {
      return 'nobody there';
    }
  }

  private async passOn(req: IncomingMessage): Promise<string> {
    const body = await bodyOf(req);
    const { replyToId = '', type } = JSON.parse(body) as Reply;
    if (type === 'message') this.answers.set(replyToId, [...(this.answers.get(replyToId) ?? []), body]);
    const headers = { 'Content-Type': 'application/json' };
    const send = async () =>
      await (await fetch(this.serviceUrl + req.url, { method: req.method ?? 'POST', headers, body })).text();
    // A connection that was idle may be closed in the moment in which it is used, on a busy machine.
    return await send().catch(send);
  }
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
