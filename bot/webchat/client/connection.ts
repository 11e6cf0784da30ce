/**
 * The connection of the chat control with the desk. Direct Line JS, which comes with the chat control, gives up after
 * one poll that fails, never polls where a stream can not be had, and sends nothing twice; this one goes on after
 * sleep, a restart of the desk and a network that was away, from where it had read to.
 */
import { type Activity, Outbox } from './outbox.js';
import { call, isRecord, renewSession, type Session, type Trouble } from './session.js';
import { type Observable, Subject } from './subject.js';

/** What Direct Line JS calls being online. What does not come through is the page's to say. */
const ONLINE = 2;
/** The desk sends an empty frame at once. Where none has come by then, something between lets no streams through. */
const OPEN_MS = 4000;
/** Then it sends one every 25 seconds; a stream on which nothing came for so long is dead. */
const SILENT_MS = 60_000;
const LOOK_MS = 5000;
/** What ends sooner is not tried again at once. */
const SHORT_MS = 5000;
/** Where there is no stream, so long until another one is tried. */
const POLLING_MS = 60_000;
/** A poll is held by the desk for ten seconds while there is nothing new. */
const POLL_PATIENCE_MS = 20_000;
const BETWEEN_POLLS_MS = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

export interface ConnectionOptions {
  readonly session: Session;
  /** The token has changed. */
  readonly renewed: (session: Session) => void;
  /** What is the matter; undefined: nothing any more. */
  readonly trouble: (trouble: Trouble | undefined) => void;
}

export class Connection {
  /** For the chat control, which has other parts of it subscribe later: everything is passed on to them, too. */
  readonly activity$ = new Subject<Activity>(Number.POSITIVE_INFINITY);
  readonly connectionStatus$ = new Subject<number>(1);
  private session: Session;
  private watermark = '';
  private ended = false;
  private pauseMs = FIRST_PAUSE_MS;
  private readonly outbox: Outbox;
  /** Ends what is being waited for. */
  private wakeUp: () => void = () => undefined;
  /** Closes the stream, if there is one. */
  private hangUp: () => void = () => undefined;
  private heardAt = 0;
  private readonly stopWatching: () => void;

  constructor(private readonly options: ConnectionOptions) {
    this.session = options.session;
    this.outbox = new Outbox({
      to: () => ({ path: this.path, token: this.session.token }),
      renew: async () => void (await this.renew()),
      trouble: (trouble) => this.tell(trouble),
    });
    this.connectionStatus$.next(ONLINE);
    this.stopWatching = this.watch();
    void this.receive();
  }

  /** The chat control reads the user out of it. */
  get token(): string {
    return this.session.token;
  }

  postActivity(activity: Activity): Observable<string> {
    return this.outbox.post(activity);
  }

  /** What was typed and not sent. */
  get unsent(): readonly string[] {
    return this.outbox.unsent;
  }

  end(): void {
    this.ended = true;
    this.stopWatching();
    this.outbox.end();
    this.hangUp();
    this.wakeUp();
  }

  private get path(): string {
    return `/directline/conversations/${encodeURIComponent(this.session.conversationId)}`;
  }

  /** By stream where there can be one, else by polling; from where it had read to, until the conversation ends. */
  private async receive(): Promise<void> {
    let fresh = true;
    while (!this.ended) {
      // A stream opens with what comes with a token, once.
      if (!fresh && !(await this.renew())) {
        await this.pause();
        continue;
      }
      fresh = false;
      const begun = Date.now();
      if (!(await this.stream())) await this.pollFor(POLLING_MS);
      if (Date.now() - begun < SHORT_MS) await this.pause();
      else this.pauseMs = FIRST_PAUSE_MS;
    }
  }

  /** True with a token that is good. */
  private async renew(): Promise<boolean> {
    const found = await renewSession(this.session);
    if (this.ended) return false;
    if (typeof found === 'string') {
      this.tell(found);
      if (found === 'gone' || found === 'signedOut') this.end();
      return false;
    }
    this.session = found;
    this.options.renewed(found);
    this.tell(undefined);
    return true;
  }

  /** Reads until the stream closes. False where nothing ever came by it. */
  private stream(): Promise<boolean> {
    const { streamUrl } = this.session;
    if (streamUrl === undefined || this.ended) return Promise.resolve(false);
    const socket = socketTo(this.addressOf(streamUrl));
    if (!socket) return Promise.resolve(false);
    return new Promise((resolve) => {
      let works = false;
      const done = () => {
        window.clearTimeout(late);
        this.hangUp = () => undefined;
        socket.onmessage = null;
        socket.close();
        resolve(works);
      };
      const late = window.setTimeout(done, OPEN_MS);
      this.hangUp = done;
      this.heardAt = Date.now();
      socket.onmessage = ({ data }) => {
        window.clearTimeout(late);
        this.heardAt = Date.now();
        if (!works) this.outbox.wake();
        works = true;
        if (data) this.take(JSON.parse(String(data)));
      };
      socket.onclose = done;
    });
  }

  /** On this very page's host, whatever name the desk has for itself. */
  private addressOf(streamUrl: string): string {
    const url = new URL(new URL(streamUrl).pathname, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('t', new URL(streamUrl).searchParams.get('t') ?? '');
    if (this.watermark !== '') url.searchParams.set('watermark', this.watermark);
    return url.href;
  }

  /** Polls for so long, or until a poll fails. */
  private async pollFor(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!this.ended && Date.now() < until) {
      const { status, body } = await call(
        'GET',
        `${this.path}/activities?watermark=${this.watermark}`,
        this.session.token,
        undefined,
        POLL_PATIENCE_MS,
      );
      if (status !== 200 || this.ended) return;
      this.tell(undefined);
      this.take(body);
      await new Promise((resolve) => window.setTimeout(resolve, BETWEEN_POLLS_MS));
    }
  }

  /** Passes on what is new, and remembers how far it has read. */
  private take(set: unknown): void {
    if (this.ended || !isRecord(set) || !Array.isArray(set.activities)) return;
    for (const activity of set.activities as Activity[]) {
      this.activity$.next(activity);
      this.outbox.heard(activity);
    }
    if (typeof set.watermark === 'string') this.watermark = set.watermark;
  }

  private tell(trouble: Trouble | undefined): void {
    if (!this.ended) this.options.trouble(trouble);
  }

  /** Waits a little longer each time, unless something happens that makes another try worthwhile. */
  private async pause(): Promise<void> {
    const ms = this.pauseMs * (0.75 + Math.random() / 2);
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      const timer = window.setTimeout(resolve, ms);
      this.wakeUp = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Sees for itself whether the stream is still alive: after a sleep nothing says that it is not. */
  private watch(): () => void {
    const look = () => {
      if (Date.now() - this.heardAt > SILENT_MS) this.hangUp();
    };
    const back = () => {
      look();
      this.wakeUp();
      this.outbox.wake();
    };
    const away = () => {
      this.tell('unreachable');
      this.hangUp();
    };
    const timer = window.setInterval(look, LOOK_MS);
    window.addEventListener('online', back);
    window.addEventListener('offline', away);
    document.addEventListener('visibilitychange', back);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('online', back);
      window.removeEventListener('offline', away);
      document.removeEventListener('visibilitychange', back);
    };
  }
}

/** Undefined where the browser does not let the page open one. */
function socketTo(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url);
  } catch {
    return undefined;
  }
}
