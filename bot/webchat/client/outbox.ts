/**
 * What the user sends: in its order, and once each. It is sent again until the desk has said that it has it, under the
 * id that the chat control has given it, by which the desk knows what it has had already.
 */
import { type Answer, call, isRecord, type Trouble } from './session.js';
import type { Observable, Observer } from './subject.js';

interface Attached {
  readonly name?: string;
  readonly contentType?: string;
  readonly contentUrl?: string;
}

export interface Activity {
  readonly id?: string;
  readonly type?: string;
  readonly text?: string;
  readonly channelData?: { readonly clientActivityID?: string };
  readonly attachments?: readonly Attached[];
}

/** By then the chat control marks what was not sent as such (see look.ts). It is not sent any more: it may have been typed again. */
export const GIVE_UP_MS = 120_000;
/** The mark comes first. */
const STOP_BEFORE_MS = 5000;
const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

interface Item {
  readonly activity: Activity;
  readonly until: number;
  readonly observer: Observer<string>;
}

export interface OutboxOptions {
  /** The conversation's path and token, as they are at the moment. */
  readonly to: () => { readonly path: string; readonly token: string };
  /** Gets another token, or finds that the conversation has ended. */
  readonly renew: () => Promise<void>;
  /** What keeps something from being sent; undefined: nothing any more. */
  readonly trouble: (trouble: Trouble | undefined) => void;
}

export class Outbox {
  private items: readonly Item[] = [];
  private running = false;
  private ended = false;
  private wakeUp: () => void = () => undefined;

  constructor(private readonly options: OutboxOptions) {}

  /** Sends it once somebody asks what became of it: its id, or an error where the desk does not take it. */
  post(activity: Activity): Observable<string> {
    return {
      subscribe: (observer) => {
        const item = { activity, until: Date.now() + GIVE_UP_MS - STOP_BEFORE_MS, observer };
        this.items = [...this.items, item];
        void this.run();
        return { unsubscribe: () => this.drop(item) };
      },
    };
  }

  /** Something was said in the conversation: if it is one of these, the desk has had it, though its answer was lost. */
  heard({ id, channelData }: Activity): void {
    const key = channelData?.clientActivityID;
    const item = this.items.find(({ activity }) => key && activity.channelData?.clientActivityID === key);
    if (!item || !id) return;
    this.drop(item);
    item.observer.next?.(id);
  }

  /** The desk may be back: tries at once. */
  wake(): void {
    this.wakeUp();
  }

  /** Sends nothing any more. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  /** What was typed and not sent. */
  get unsent(): readonly string[] {
    return this.items.flatMap(({ activity: { type, text } }) => (type === 'message' && text ? [text] : []));
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    let pauseMs = FIRST_PAUSE_MS;
    for (let [item] = this.items; item && !this.ended; [item] = this.items) {
      const waitMs = await this.send(item);
      if (waitMs === undefined) pauseMs = FIRST_PAUSE_MS;
      else {
        await this.pause(Math.max(waitMs, pauseMs));
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
    this.running = false;
  }

  /** Sends the item once. Gives how long to wait before trying again; undefined: it is done with. */
  private async send(item: Item): Promise<number | undefined> {
    if (Date.now() > item.until) {
      // It stays marked as not sent, unless the desk has had it after all, which is heard then.
      this.items = this.items.filter((one) => one !== item);
      return undefined;
    }
    const { path, token } = this.options.to();
    const answer = await this.deliver(item.activity, path, token);
    const { status, body, retryAfter = 0 } = answer;
    this.options.trouble(troubleIn(status));
    if (status === 200) {
      this.drop(item);
      item.observer.next?.(isRecord(body) ? String(body.id) : '');
      return undefined;
    }
    if (troubleIn(status)) return retryAfter * 1000;
    // The token is not good, or the conversation is there no more: then it goes into the box of the next one.
    if (status === 403 || status === 404) {
      await this.options.renew();
      return 0;
    }
    this.drop(item);
    item.observer.error?.(new Error(`the desk did not take it: ${status}`));
    return undefined;
  }

  private async deliver(activity: Activity, path: string, token: string): Promise<Answer> {
    const { attachments = [] } = activity;
    if (activity.type !== 'message' || attachments.length === 0)
      return await call('POST', `${path}/activities`, token, activity, PATIENCE_MS);
    const form = await formOf(activity, attachments).catch(() => undefined);
    // The browser does not give the file (any more): it has been moved since it was chosen.
    if (!form) return { status: 400, body: undefined };
    return await call('POST', `${path}/upload`, token, form, PATIENCE_MS);
  }

  private drop(item: Item): void {
    this.items = this.items.filter((one) => one !== item);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, ms);
      this.wakeUp = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** What a status says that will be over: then it is sent again. */
function troubleIn(status: number): Trouble | undefined {
  if (status === 429) return 'tooFast';
  return status === 0 || status >= 500 ? 'unreachable' : undefined;
}

/** As Direct Line takes files: the message as one part, and each file as another. */
async function formOf(activity: Activity, attachments: readonly Attached[]): Promise<FormData> {
  const form = new FormData();
  const about = attachments.map(({ contentUrl, ...rest }) => rest);
  const message = JSON.stringify({ ...activity, attachments: about });
  form.append('activity', new Blob([message], { type: 'application/vnd.microsoft.activity' }));
  for (const { name = 'file', contentUrl = '' } of attachments)
    form.append('file', await (await fetch(contentUrl)).blob(), name);
  return form;
}
