/** The adapter to the channels of the Bot Framework: who may call, how replies leave, and what happens when a turn fails. */
import type {
  Activity,
  ConfigurationBotFrameworkAuthenticationOptions,
  ConversationReference,
  InvokeResponse,
  ResourceResponse,
} from 'botbuilder';
import {
  BotAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  INVOKE_RESPONSE_KEY,
  TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import type { Config, Credentials } from './config.js';
import { type Authorization, Connector } from './connector.js';
import { newReference, referenceOf } from './reference.js';
import type { OnTurnError } from './turn-handler.js';

/** What came of an activity: the answer to an invoke, or a plain status. */
export type Received =
  | InvokeResponse
  | { status: 200 | 401; body?: undefined }
  | { status: 500; body?: undefined; reference: string };

/** Where the bot gets the token that it sends replies with, in Microsoft's public cloud. */
const LOGIN_URL = 'https://login.microsoftonline.com/botframework.com';

export class DeskAdapter extends BotAdapter {
  /** @param connector by which replies leave. */
  constructor(
    private readonly authentication: ConfigurationBotFrameworkAuthentication,
    private readonly connector: Connector,
    private readonly log: Logger,
  ) {
    super();
  }

  /**
   * Runs a turn for an activity that has been checked (see activity-check.ts). It never rejects and gives no words
   * of an error away: 401 where the caller may not call, 500 where the turn could not run.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    let reference: string | undefined;
    try {
      const { claimsIdentity } = await this.authentication.authenticateRequest(activity, authorization);
      const context = new TurnContext(this, activity);
      reference = referenceOf(context);
      context.turnState.set(this.BotIdentityKey, claimsIdentity);
      await this.runMiddleware(context, logic);
      return answerOf(context);
    } catch (error) {
      // Once the turn has begun, the error is one of ours or of the channel, whatever status it carries.
      if (reference === undefined && isRefusedCaller(error)) {
        this.log.warn({ err: error }, 'an activity was refused: its sender may not call');
        return { status: 401 };
      }
      reference ??= newReference();
      this.log.error({ err: error, reference }, 'an activity could not be taken in');
      return { status: 500, reference };
    }
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

  private async send(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    if (activity.type === 'trace') return { id: '' };
    if (activity.type === 'invokeResponse') {
      context.turnState.set(INVOKE_RESPONSE_KEY, activity);
      return { id: '' };
    }
    return await this.connector.send(placeOf(activity, activity.replyToId), activity);
  }
}

/**
 * The adapter for this configuration; in local mode it has no credentials and asks nobody for any. No other bot
 * may call: without a validator of claims the SDK refuses the tokens of other bots.
 */
export function createAdapter(config: Config, log: Logger, onTurnError: OnTurnError): DeskAdapter {
  const settings = config.credentials ? sdkSettings(config.credentials) : {};
  const factory = new ConfigurationServiceClientCredentialFactory(settings);
  const authentication = new ConfigurationBotFrameworkAuthentication(settings, factory);
  const connector = new Connector(authorizationOf(config.credentials, authentication, factory));
  const adapter = new DeskAdapter(authentication, connector, log);
  adapter.onTurnError = onTurnError;
  return adapter;
}

/** The bot's own token for the channels, fetched when it is first needed and kept by the SDK until it runs out. */
function authorizationOf(
  credentials: Credentials | undefined,
  authentication: ConfigurationBotFrameworkAuthentication,
  factory: ConfigurationServiceClientCredentialFactory,
): Authorization {
  if (!credentials) return async () => '';
  const audience = authentication.getOriginatingAudience();
  const made = factory.createCredentials(credentials.appId, audience, LOGIN_URL, true);
  // Whoever asks first is told of a failure; until then nobody waits for it.
  made.catch(() => undefined);
  return async () => {
    let header = '';
    const headers = { set: (_name: string, value: string) => (header = value) };
    await (await made).signRequest({ headers } as never);
    return header;
  };
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
  { serviceUrl, conversation }: Partial<Pick<Activity, 'serviceUrl' | 'conversation'>>,
  activityId: string | undefined,
) {
  if (!serviceUrl || !conversation) throw new Error('an activity without a conversation');
  return { serviceUrl, conversationId: conversation.id, activityId: activityId || undefined };
}

function sdkSettings({
  type,
  appId,
  password,
  tenantId,
}: Credentials): ConfigurationBotFrameworkAuthenticationOptions {
  return {
    MicrosoftAppType: type,
    MicrosoftAppId: appId,
    ...(password ? { MicrosoftAppPassword: password } : {}),
    ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
  };
}

/** The SDK's authentication errors carry an HTTP status; it does not export their class. */
function isRefusedCaller(error: unknown): boolean {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}
