/**
 * The way out: replies go to the channel's connector over connections that stay open. The SDK's own client builds
 * a pipeline for each turn, which takes longer than the turn itself. They go at the pace that the channel allows, and
 * again where it has not taken them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Activity, ResourceResponse } from 'botbuilder';
import { Agent, type Dispatcher } from 'undici';
import { errorCode } from '../domain/store/durable-file.js';
import { type Method, type Outcome, waitBefore } from './again.js';
import { hasPace } from './channels.js';
import { objectOf } from './http.js';
import { Pace } from './pace.js';

/** Connections to one host at most; turns wait for one that is free. */
const CONNECTIONS = 64;
/** The turns of the conversation wait for what is sent once. */
const SOON: Patience = { headersTimeout: 10_000, bodyTimeout: 10_000 };

/** What a request to the connector carries to prove who sends it; empty: nothing. */
export type Authorization = () => Promise<string>;

/** The channel did not take what it was sent. */
export class NotTaken extends Error {
  /** @param retryAfter what the channel says of when to ask again, as its header has it. */
  constructor(
    readonly statusCode: number,
    method: Method,
    readonly retryAfter?: string,
  ) {
    super(`the channel answered ${method} with ${statusCode}`);
    this.name = 'NotTaken';
  }
}

/** How long an answer may take; as long as undici waits unless given. */
interface Patience {
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
}

/** Where a message of a conversation is, or is to be. */
interface Place {
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly tenantId?: string | undefined;
  /** The message that is answered, replaced or deleted. */
  readonly activityId?: string | undefined;
}

/** What came of sending once. */
type Sent = ResourceResponse | { readonly outcome: Outcome; readonly error: unknown };

export class Connector {
  private readonly closing = new AbortController();

  /** @param connections that requests go by, and `pace` at which; real ones unless given. */
  constructor(
    private readonly authorization: Authorization,
    private readonly connections: Dispatcher = new Agent({ connections: CONNECTIONS }),
    private readonly pace = new Pace(),
  ) {}

  /** Sends an activity into its conversation. @throws NotTaken, and errors of the network. */
  async send(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    // That somebody types is true now or not at all: it waits for nothing and is not sent again.
    if (activity.type === 'typing') return await this.atOnce(place, activity);
    return await this.call('POST', place, activity);
  }

  /** As `send`, and never once more: where an error leaves open whether it was taken, nobody is to get it twice. */
  async sendOnce(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    await this.inTurn(place);
    return taken(await this.once('POST', place, activity, SOON));
  }

  /** Signs in with the channel where that is still to be done: whoever sends then fails in sending only. */
  async signIn(): Promise<void> {
    await this.authorization();
  }

  /** Puts an activity in the place of an earlier one. @throws NotTaken, and errors of the network. */
  async replace(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    return await this.call('PUT', place, activity);
  }

  /** Deletes an activity. @throws NotTaken, and errors of the network. */
  async delete(place: Place): Promise<void> {
    await this.call('DELETE', place);
  }

  /** Gives up what is under way, and what waits. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.connections.destroy();
  }

  /** Sends at the pace of the channel, and again as often as that is right; see again.ts. */
  private async call(method: Method, place: Place, activity?: Partial<Activity>): Promise<ResourceResponse> {
    for (let tried = 1; ; tried += 1) {
      await this.inTurn(place);
      const sent = await this.once(method, place, activity);
      if ('id' in sent) return sent;
      const wait = waitBefore(method, sent.outcome, tried, Math.random(), Date.now());
      if (wait === undefined) throw sent.error;
      await this.wait(wait);
    }
  }

  private async atOnce(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    if (hasPace(place.channelId) && !this.pace.takeAtOnce(place, performance.now())) return { id: '' };
    return taken(await this.once('POST', place, activity));
  }

  /** Waits until the channel allows one more, where it counts. */
  private async inTurn(place: Place): Promise<void> {
    if (!hasPace(place.channelId)) return;
    await this.wait(this.pace.inConversation(place, performance.now()));
    // Only now: a place in the tenant is taken by nobody who still waits for another one.
    await this.wait(this.pace.inTenant(place, performance.now()));
  }

  private async wait(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { signal: this.closing.signal });
  }

  private async once(
    method: Method,
    place: Place,
    activity: Partial<Activity> | undefined,
    patience: Patience = {},
  ): Promise<Sent> {
    const url = new URL(place.serviceUrl);
    const authorization = await this.authorization();
    try {
      const { statusCode, headers, body } = await this.connections.request({
        ...patience,
        origin: url.origin,
        path: pathOf(url.pathname, place),
        method,
        headers: {
          accept: 'application/json',
          'user-agent': 'Microsoft-BotFramework/3.1 reservation-desk',
          ...(activity ? { 'content-type': 'application/json; charset=utf-8' } : {}),
          ...(authorization ? { authorization } : {}),
        },
        ...(activity ? { body: JSON.stringify(activity) } : {}),
      });
      const text = await body.text();
      if (statusCode >= 200 && statusCode < 300) return { id: idIn(text) };
      const retryAfter = [headers['retry-after']].flat()[0];
      return {
        outcome: { status: statusCode, retryAfter },
        error: new NotTaken(statusCode, method, retryAfter),
      };
    } catch (error) {
      return { outcome: { code: errorCode(error) ?? '' }, error };
    }
  }
}

function taken(sent: Sent): ResourceResponse {
  if ('id' in sent) return sent;
  throw sent.error;
}

function pathOf(base: string, { conversationId, activityId }: Place): string {
  const conversation = `${base.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  return activityId === undefined ? conversation : `${conversation}/${encodeURIComponent(activityId)}`;
}

/** The id that the channel gave the message; empty where it gave none. */
function idIn(text: string): string {
  const id = objectOf(text)?.id;
  return typeof id === 'string' ? id : '';
}
