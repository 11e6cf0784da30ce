/**
 * The way out: replies go to the channel's connector over connections that stay open. The SDK's own client builds
 * a pipeline for each turn, which takes longer than the turn itself.
 */
import type { Activity, ResourceResponse } from 'botbuilder';
import { Agent, type Dispatcher, RetryAgent } from 'undici';
import { objectOf } from './http.js';

/** Connections to one host at most; turns wait for one that is free. */
const CONNECTIONS = 64;
/** The channel is asked again after these: too many at once, or gone for a moment. */
const AGAIN = [412, 429, 502, 503, 504];
const RETRIES = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
/** The turns of the conversation wait for what is sent once. */
const SOON = { headersTimeout: 10_000, bodyTimeout: 10_000 };

/** What a request to the connector carries to prove who sends it; empty: nothing. */
export type Authorization = () => Promise<string>;

/** The channel did not take what it was sent. */
export class NotTaken extends Error {
  /** @param retryAfter what the channel says of when to ask again, as its header has it. */
  constructor(
    readonly statusCode: number,
    method: string,
    readonly retryAfter?: string,
  ) {
    super(`the channel answered ${method} with ${statusCode}`);
    this.name = 'NotTaken';
  }
}

/** By what a request goes, and how long an answer may take; as long as undici waits unless given. */
interface Way {
  readonly agent: Dispatcher;
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
}

/** Where a message of a conversation is, or is to be. */
interface Place {
  readonly serviceUrl: string;
  readonly conversationId: string;
  /** The message that is answered, replaced or deleted. */
  readonly activityId?: string | undefined;
}

export class Connector {
  private readonly agent: Dispatcher;

  /** @param connections that requests go by; real ones unless given. */
  constructor(
    private readonly authorization: Authorization,
    private readonly connections: Dispatcher = new Agent({ connections: CONNECTIONS }),
  ) {
    this.agent = new RetryAgent(connections, {
      methods: ['POST', 'PUT', 'DELETE'],
      statusCodes: AGAIN,
      maxRetries: RETRIES,
      minTimeout: FIRST_WAIT_MS,
      maxTimeout: LONGEST_WAIT_MS,
    });
  }

  /** Sends an activity into its conversation. @throws NotTaken, and errors of the network. */
  async send(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    return await this.call('POST', place, activity);
  }

  /** As `send`, and never once more: where an error leaves open whether it was taken, nobody is to get it twice. */
  async sendOnce(place: Place, activity: Partial<Activity>): Promise<ResourceResponse> {
    return await this.call('POST', place, activity, { agent: this.connections, ...SOON });
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

  /** Gives up what is under way. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async call(
    method: 'POST' | 'PUT' | 'DELETE',
    place: Place,
    activity?: Partial<Activity>,
    { agent, ...times }: Way = { agent: this.agent },
  ): Promise<ResourceResponse> {
    const url = new URL(place.serviceUrl);
    const authorization = await this.authorization();
    const { statusCode, headers, body } = await agent.request({
      ...times,
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
    if (statusCode < 200 || statusCode >= 300)
      throw new NotTaken(statusCode, method, String(headers['retry-after'] ?? '') || undefined);
    return { id: idIn(text) };
  }
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
