/**
 * The embedded Direct Line as the bot sees it: an adapter whose turns run in this process and whose replies go
 * into the log of the conversation, from which the page reads them.
 */
import type { Activity, ConversationReference, ResourceResponse } from 'botbuilder';
import { BotAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { EMBEDDED_SERVICE_URL } from '../channels.js';
import type { OnTurnError, TurnHandler } from '../turn-handler.js';
import type { Conversation } from './conversation.js';
import type { Conversations } from './conversations.js';
import type { Entry, KeptFile, LoggedActivity } from './history.js';
import { named } from './kept-files.js';
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
  /** Under which a turn keeps how many replies it has sent so far. */
  private readonly replies = Symbol('replies');

  constructor({ conversations, bot, onTurnError, log }: DirectLineAdapterOptions) {
    super();
    this.conversations = conversations;
    this.bot = bot;
    this.log = log;
    this.onTurnError = onTurnError;
  }

  /** Tells the bot, once, that a conversation has begun and that both are in it. The turn runs afterwards. */
  start(conversation: Conversation): void {
    const { locale } = conversation;
    const members = [BOT, { id: conversation.userId, name: '', role: 'user' }];
    void this.turn({
      ...this.inbound(conversation),
      id: `${conversation.id}|start`,
      type: 'conversationUpdate',
      membersAdded: members,
      membersRemoved: [],
      ...(locale ? { locale } : {}),
    });
  }

  /**
   * Takes in what the user said: into the log, so that the page sees it was received, and to the bot. Gives the id
   * once it is on the disk; undefined where that does not take it. What a page sends again, as it had no answer, is
   * taken in once. Files come along with what the bot hears, and as links with what the page shows. The turns of a
   * conversation start in the order in which this is called.
   */
  async receive(
    conversation: Conversation,
    said: UserActivity,
    files: readonly SentFile[] = [],
  ): Promise<string | undefined> {
    const before = conversation.sent(said.channelData?.clientActivityID ?? '');
    if (before) return (await before.kept) ? before.entry.activity.id : undefined;
    const sent = files.map(named);
    const attachments = sent.map((file) => ({ ...aboutFile(file), contentUrl: urlOf(conversation, file) }));
    const activity = { ...said, ...this.inbound(conversation) };
    const { entry, kept } = conversation.hear(
      jsonCopy(files.length > 0 ? { ...activity, attachments } : activity),
      sent,
    );
    if (!(await kept)) return undefined;
    void this.answer(conversation, entry);
    return entry.activity.id;
  }

  /** Runs the turns that an earlier process took in and did not bring to their end. What it had replied is replied in its place. */
  resume(conversations: readonly Conversation[]): void {
    for (const conversation of conversations) {
      if (conversation.isEmpty) this.start(conversation);
      for (const entry of conversation.open) void this.answer(conversation, entry);
    }
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
      } else if (conversation && activity.type === 'typing') {
        const id = conversation.nextId();
        conversation.pass(jsonCopy({ ...this.outbound(conversation, activity), id }));
      } else if (conversation && activity.type !== 'trace' && activity.type !== 'invokeResponse') {
        const id = this.replyId(context, conversation);
        await conversation.append(jsonCopy({ ...this.outbound(conversation, activity), id }));
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
    const replaced = await conversation?.replace(jsonCopy({ ...this.outbound(conversation, activity), id }));
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

  /** The bot's turn with something that the user said. */
  private async answer(conversation: Conversation, { number, activity, files = [] }: Entry): Promise<void> {
    const attachments = files.map((file) => ({
      ...aboutFile(file),
      content: file.bytes.toString('base64'),
    }));
    await this.turn(files.length > 0 ? { ...activity, attachments } : activity);
    conversation.answered(number);
  }

  private async turn(activity: Partial<Activity>): Promise<void> {
    // As over HTTP: everything is a copy, and the moment is a Date.
    const received = { ...jsonCopy(activity), timestamp: new Date(activity.timestamp ?? Date.now()) };
    const logic = async (context: TurnContext) => {
      context.turnState.set(this.replies, 0);
      await this.bot.run(context);
    };
    await this.runTurn(received, logic).catch((error: unknown) => {
      this.log.error({ err: error }, 'a turn of the chat page failed, and so did telling the user');
    });
  }

  /** A turn that is run again replies under the same ids, in whose place Web Chat shows it: nothing is seen twice. */
  private replyId(context: TurnContext, conversation: Conversation): string {
    const before: number | undefined = context.turnState.get(this.replies);
    if (before === undefined) return conversation.nextId();
    context.turnState.set(this.replies, before + 1);
    return `${context.activity.id}.${before + 1}`;
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

function aboutFile({ name }: KeptFile) {
  return { contentType: 'text/csv', name };
}

/** Where the page finds a file of this conversation again. */
function urlOf({ id }: Conversation, file: KeptFile): string {
  return `/directline/conversations/${id}/files/${file.id}`;
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
