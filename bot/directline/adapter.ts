/**
 * The embedded Direct Line as the bot sees it: an adapter whose turns run in this process and whose replies go
 * into the log of the conversation, from which the page reads them.
 */
import type { Activity, ConversationReference, ResourceResponse } from 'botbuilder';
import { BotAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { EMBEDDED_SERVICE_URL } from '../channels.js';
import type { OnTurnError, TurnHandler } from '../turn-handler.js';
import type { Conversation, Conversations, LoggedActivity } from './conversations.js';
import type { SentFile } from './uploads.js';
import type { UserActivity } from './user-activity.js';

/** Who the bot is on the chat page. */
const BOT = { id: 'reservation-desk', name: 'Reservation Desk', role: 'bot' } as const;

export interface DirectLineAdapterOptions {
  readonly conversations: Conversations;
  readonly bot: TurnHandler;
  readonly onTurnError: OnTurnError;
  readonly log: Logger;
}

export class DirectLineAdapter extends BotAdapter {
  private readonly conversations: Conversations;
  private readonly bot: TurnHandler;
  private readonly log: Logger;

  constructor({ conversations, bot, onTurnError, log }: DirectLineAdapterOptions) {
    super();
    this.conversations = conversations;
    this.bot = bot;
    this.log = log;
    this.onTurnError = onTurnError;
  }

  /** Tells the bot, once, that a conversation has begun and that both are in it. The turn runs afterwards. */
  start(conversation: Conversation, locale?: string): void {
    const members = [BOT, { id: conversation.userId, name: '', role: 'user' }];
    this.turn({
      ...this.inbound(conversation),
      type: 'conversationUpdate',
      membersAdded: members,
      membersRemoved: [],
      ...(locale ? { locale } : {}),
    });
  }

  /**
   * Takes in what the user said: into the log, so that the page sees it was received, and to the bot. Gives the
   * id at once; files come along with what the bot hears, and as links with what the page shows. The turns of a conversation start in the order in which this is called.
   */
  receive(conversation: Conversation, said: UserActivity, files: readonly SentFile[] = []): string {
    const activity = { ...said, ...this.inbound(conversation) };
    const sent = files.map((file) => ({ contentType: 'text/csv', name: file.name, file }));
    const logged = sent.map(({ file, ...about }) => ({ ...about, contentUrl: urlOf(conversation, file) }));
    const heard = sent.map(({ file, ...about }) => ({ ...about, content: file.bytes.toString('base64') }));
    conversation.append(jsonCopy(files.length > 0 ? { ...activity, attachments: logged } : activity));
    this.turn(files.length > 0 ? { ...activity, attachments: heard } : activity);
    return activity.id;
  }

  /** Puts replies into the log. Traces and what is no message for the page are passed over. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const conversation = this.conversationOf(context.activity);
    const responses: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === 'delay') {
        await new Promise((resolve) => setTimeout(resolve, Number(activity.value) || 0));
      } else if (conversation && activity.type !== 'trace' && activity.type !== 'invokeResponse') {
        const id = conversation.nextId();
        conversation.append(jsonCopy({ ...this.outbound(conversation, activity), id }));
        responses.push({ id });
        continue;
      }
      responses.push({ id: '' });
    }
    return responses;
  }

  /** Sends an activity again under its own id, in whose place Web Chat shows it. @throws Error where there is none with that id. */
  override async updateActivity(
    context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const conversation = this.conversationOf(context.activity);
    const id = activity.id ?? '';
    const replaced = conversation?.replace(jsonCopy({ ...this.outbound(conversation, activity), id }));
    if (!replaced) throw new Error('the activity to replace is not in this conversation');
    return { id };
  }

  /** Takes an activity out of the history; a page that shows it goes on to, until it is loaded again. */
  override async deleteActivity(
    context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    this.conversationOf(context.activity)?.remove(reference.activityId ?? '');
  }

  /** Runs a turn that no user began, in a conversation that was saved as a reference. */
  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event: Partial<Activity> = { type: 'event', name: 'continueConversation' };
    await this.runTurn(TurnContext.applyConversationReference(event, reference, true), logic);
  }

  private turn(activity: Partial<Activity>): void {
    // As over HTTP: everything is a copy, and the moment is a Date.
    const received = { ...jsonCopy(activity), timestamp: new Date(activity.timestamp ?? Date.now()) };
    this.runTurn(received, (context) => this.bot.run(context)).catch((error: unknown) => {
      this.log.error({ err: error }, 'a turn of the chat page failed, and so did telling the user');
    });
  }

  private runTurn(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }

  private conversationOf(activity: Partial<Activity>): Conversation | undefined {
    return this.conversations.get(activity.conversation?.id ?? '');
  }

  private inbound(conversation: Conversation) {
    return {
      ...addressOf(conversation),
      id: conversation.nextId(),
      timestamp: conversation.nextTimestamp(),
      from: { id: conversation.userId, name: '', role: 'user' },
      recipient: { ...BOT },
    };
  }

  private outbound(conversation: Conversation, activity: Partial<Activity>): Partial<Activity> {
    return {
      ...activity,
      ...addressOf(conversation),
      timestamp: conversation.nextTimestamp(),
      from: { ...BOT },
      recipient: { id: conversation.userId, name: '', role: 'user' },
    };
  }
}

/** Where the page finds a file of this conversation again. */
function urlOf(conversation: Conversation, file: SentFile): string {
  return `/directline/conversations/${conversation.id}/files/${conversation.keep(file)}`;
}

function addressOf(conversation: Conversation) {
  return {
    channelId: 'webchat',
    serviceUrl: EMBEDDED_SERVICE_URL,
    conversation: { id: conversation.id, isGroup: false, conversationType: 'personal', name: '' },
  };
}

/** What goes over a wire is JSON; here there is no wire, so a copy makes sure that nothing is shared. */
function jsonCopy<T extends Partial<Activity>>(activity: T): T & LoggedActivity {
  return JSON.parse(JSON.stringify(activity)) as T & LoggedActivity;
}
