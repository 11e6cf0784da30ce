/** The adapter to the channels of the Bot Framework: who may call, how replies leave, and what happens when a turn fails. */
import type {
  Activity,
  ConfigurationBotFrameworkAuthentication,
  ConversationReference,
  InvokeResponse,
  ResourceResponse,
} from 'botbuilder';
import { BotAdapter, INVOKE_RESPONSE_KEY, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import { authenticationFor, authorizationOf, whyRefused } from './authentication.js';
import type { Config } from './config.js';
import { Connector } from './connector.js';
import type { Pace } from './pace.js';
import { newReference, referenceOf } from './reference.js';
import type { OnTurnError } from './turn-handler.js';
import { within } from './within.js';

/** Marks a turn in which nothing is sent a second time. */
const ONCE = Symbol('once');

/** What came of an activity: the answer to an invoke, or a plain status. */
export type Received =
  | InvokeResponse
  | { status: 200 | 401; body?: undefined }
  | { status: 500; body?: undefined; reference: string };

/** Channels deliver an activity again that is not answered in 15 seconds. */
const ANSWER_WITHIN_MS = 10_000;

export class DeskAdapter extends BotAdapter {
  /**
   * @param connector by which replies leave.
   * @param answerWithinMs after which an activity is acknowledged although its turn goes on.
   */
  constructor(
    private readonly authentication: ConfigurationBotFrameworkAuthentication,
    private readonly connector: Connector,
    private readonly log: Logger,
    private readonly answerWithinMs: number = ANSWER_WITHIN_MS,
  ) {
    super();
  }

  /**
   * Runs a turn for an activity that has been checked (see activity-check.ts). It never rejects and gives no words
   * of an error away: 401 where the caller may not call, 500 where the turn could not run. A turn that takes long is
   * acknowledged with 200 and goes on: what it says leaves by the connector, its errors as well.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    let context: TurnContext;
    try {
      const { claimsIdentity } = await this.authentication.authenticateRequest(activity, authorization);
      context = new TurnContext(this, activity);
      context.turnState.set(this.BotIdentityKey, claimsIdentity);
    } catch (error) {
      const reason = whyRefused(error);
      if (reason === undefined) return this.notTakenIn(error, newReference());
      // Anybody can be refused, as often as they like: a line and no more.
      this.log.warn({ reason }, 'an activity was refused: its sender may not call');
      return { status: 401 };
    }
    const turn = this.turn(context, logic);
    // What a turn is answered with in the response itself has to wait for it.
    return isAnsweredInResponse(activity)
      ? await turn
      : await within(this.answerWithinMs, turn, { status: 200 });
  }

  /** Once the turn has begun, an error is one of ours or of the channel, whatever status it carries. */
  private async turn(
    context: TurnContext,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    const reference = referenceOf(context);
    try {
      await this.runMiddleware(context, logic);
      return answerOf(context);
    } catch (error) {
      return this.notTakenIn(error, reference);
    }
  }

  private notTakenIn(error: unknown, reference: string): Received {
    this.log.error({ err: error, reference }, 'an activity could not be taken in');
    return { status: 500, reference };
  }

  /** Sends replies, one after the other. @throws NotTaken. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const responses: ResourceResponse[] = [];
    for (const activity of activities) responses.push(await this.send(context, activity));
    return responses;
  }

  /** Puts an activity in the place of the one with its id. @throws NotTaken. */
  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    await this.connector.replace(placeOf(activity, activity.id), activity);
  }

  /** Deletes an activity. @throws NotTaken. */
  override async deleteActivity(
    _context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    await this.connector.delete(placeOf(reference, reference.activityId));
  }

  /** Runs a turn that no user began, in the conversation of an earlier one. */
  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event = { type: 'event', name: 'continueConversation' };
    const activity = TurnContext.applyConversationReference(event, reference, true);
    await this.runMiddleware(new TurnContext(this, activity), logic);
  }

  /**
   * As `continueConversation`, to tell a user what nobody there has asked for: each message is sent once, and what
   * comes of it is thrown. Signs in before, so that nothing has been begun where that fails.
   */
  async reachOut(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.connector.signIn();
    const event = { type: 'event', name: 'reachOut' };
    const activity = TurnContext.applyConversationReference(event, reference, true);
    const context = new TurnContext(this, activity);
    context.turnState.set(ONCE, true);
    await logic(context);
  }

  /** Gives up the replies under way and closes the connections. */
  async close(): Promise<void> {
    await this.connector.close();
  }

  private async send(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    if (activity.type === 'trace') return { id: '' };
    if (activity.type === 'invokeResponse') {
      context.turnState.set(INVOKE_RESPONSE_KEY, activity);
      return { id: '' };
    }
    const place = placeOf(activity, activity.replyToId);
    const once = context.turnState.get(ONCE) === true;
    return once ? await this.connector.sendOnce(place, activity) : await this.connector.send(place, activity);
  }
}

/** What the adapter is given in place of the real thing. */
export interface AdapterSettings {
  /** That replies leave by. */
  readonly connections?: Dispatcher | undefined;
  /** At which replies leave. */
  readonly pace?: Pace | undefined;
  readonly answerWithinMs?: number | undefined;
}

/** The adapter for this configuration; in local mode it has no credentials and asks nobody for any. */
export function createAdapter(
  config: Config,
  log: Logger,
  onTurnError: OnTurnError,
  { connections, pace, answerWithinMs }: AdapterSettings = {},
): DeskAdapter {
  const connector = new Connector(authorizationOf(config.credentials), connections, pace);
  const authentication = authenticationFor(config.credentials);
  const adapter = new DeskAdapter(authentication, connector, log, answerWithinMs);
  adapter.onTurnError = onTurnError;
  return adapter;
}

/** True where the turn's answer is in the response: an invoke, and whoever takes replies there. */
function isAnsweredInResponse({ type, deliveryMode }: Activity): boolean {
  return type === 'invoke' || deliveryMode === 'expectReplies';
}

/** What the turn has left to be answered with over the connection that it came in by. */
function answerOf(context: TurnContext): Received {
  const { deliveryMode, type } = context.activity;
  if (deliveryMode === 'expectReplies') {
    return { status: 200, body: { activities: context.bufferedReplyActivities } };
  }
  if (type !== 'invoke') return { status: 200 };
  const answer: { value?: InvokeResponse } | undefined = context.turnState.get(INVOKE_RESPONSE_KEY);
  return answer?.value ?? { status: 501 };
}

function placeOf(
  { channelId = '', serviceUrl, conversation }: Partial<ConversationReference>,
  activityId: string | undefined,
) {
  if (!serviceUrl || !conversation) throw new Error('an activity without a conversation');
  const { id, tenantId } = conversation;
  return { channelId, serviceUrl, conversationId: id, tenantId, activityId: activityId || undefined };
}
