/**
 * What is said, sent to the page at once over a WebSocket, as Direct Line does: frames of activities with a
 * watermark. It begins with a ticket that is good once. What a stream misses is read from the log, by polling or by
 * the next stream: a frame that gets lost loses nothing.
 */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { WebSocket, WebSocketServer } from 'ws';
import type { StreamLimits } from '../limits.js';
import type { Readiness } from '../readiness.js';
import type { Conversation } from './conversation.js';
import type { DirectLine } from './index.js';
import type { OwnOrigin } from './origin.js';

/** Codes of closing, by RFC 6455: the page opens another stream after each of them. */
const CLOSED = { stopping: 1012, ended: 1000, policy: 1008, again: 1001 } as const;

/** What addresses of requests are relative to: any will do. */
const BASE = 'http://desk';

export interface StreamOptions {
  readonly origin: OwnOrigin;
  readonly readiness: Pick<Readiness, 'isStopping'>;
}

/** Adds `GET /directline/conversations/:id/stream`, by upgrade. Requests to upgrade to anything else are refused. */
export function registerStreams(
  server: Pick<Server, 'server'>,
  { conversations, tickets, limits, personOf }: DirectLine,
  { origin, readiness }: StreamOptions,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.readBytes,
  });
  /** By person: streams that are open. */
  const open = new Map<string, number>();
  let all = 0;
  const count = (person: string, by: 1 | -1) => {
    all += by;
    const now = (open.get(person) ?? 0) + by;
    if (now > 0) open.set(person, now);
    else open.delete(person);
  };

  /** What is asked for, or the status it is refused with. */
  const asked = (req: IncomingMessage): { conversation: Conversation; watermark: string } | number => {
    const { url: path = '/' } = req;
    if (!URL.canParse(path, BASE)) return 400;
    const url = new URL(path, BASE);
    const id = /^\/directline\/conversations\/([\w-]+)\/stream$/.exec(url.pathname)?.[1];
    if (id === undefined) return 404;
    if (!origin.isOwn(req)) return 403;
    if (readiness.isStopping) return 503;
    if (!tickets.take(url.searchParams.get('t') ?? '', id)) return 403;
    const conversation = conversations.get(id);
    if (!conversation) return 404;
    if ((open.get(personOf(conversation.userId)) ?? 0) >= limits.streamsOfUser) return 429;
    if (all >= limits.streams) return 503;
    return { conversation, watermark: url.searchParams.get('watermark') ?? '' };
  };

  server.server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const stream = asked(req);
    if (typeof stream === 'number') return refuse(socket, stream);
    const person = personOf(stream.conversation.userId);
    count(person, 1);
    socket.once('close', () => count(person, -1));
    sockets.handleUpgrade(req, socket, head, (ws) => {
      // A conversation that a page listens in is in use, also where nobody says anything.
      ws.on('pong', () => void conversations.get(stream.conversation.id));
      follow(ws, stream.conversation, stream.watermark, limits);
    });
  });
}

/** Sends the page what is newer than the watermark, and then whatever is said, until one of the two ends it. */
function follow(ws: WebSocket, conversation: Conversation, watermark: string, limits: StreamLimits): void {
  let sent = watermark;
  let sending = false;
  let alive = true;
  let heard = 0;
  /** A page sees no pings. From an empty frame, which Direct Line JS passes over, it knows that the line is good. */
  const sayAlive = () => ws.send('');

  /** One frame at a time: what a page does not take waits in the log, not in memory. */
  const send = () => {
    if (sending || ws.readyState !== WebSocket.OPEN) return;
    const { activities, watermark: next } = conversation.since(sent, limits.frame);
    if (activities.length === 0) return;
    sending = true;
    const late = setTimeout(() => ws.terminate(), limits.takenMs);
    ws.send(JSON.stringify({ activities, watermark: next }), (error) => {
      clearTimeout(late);
      sending = false;
      if (error) return ws.terminate();
      sent = next;
      send();
    });
  };
  const close = (why: keyof typeof CLOSED) => {
    // What still comes in while it closes would begin this again with each frame.
    if (ws.readyState !== WebSocket.OPEN) return;
    ws.close(CLOSED[why]);
    // Who does not say goodbye in return is not there.
    setTimeout(() => ws.terminate(), limits.takenMs).unref();
  };

  const ping = setInterval(() => {
    if (!alive) return ws.terminate();
    alive = false;
    heard = 0;
    ws.ping();
    sayAlive();
  }, limits.pingMs);
  const life = setTimeout(() => close('again'), limits.lifeMs);
  const stopListening = conversation.listeners.listen({ news: send, end: close });
  ws.on('pong', () => {
    alive = true;
  });
  // The empty frames that Direct Line JS sends every 20 seconds, and nothing else.
  ws.on('message', () => {
    heard += 1;
    if (heard > limits.readPerMinute) close('policy');
  });
  ws.on('error', () => ws.terminate());
  ws.on('close', () => {
    clearInterval(ping);
    clearTimeout(life);
    stopListening();
  });
  sayAlive();
  send();
}

/** Answers a request to upgrade with a status, and closes the connection. */
function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy());
  // Whoever does not hang up in return would hold the connection for ever: no limit of the server counts it any more.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n`,
  );
}
