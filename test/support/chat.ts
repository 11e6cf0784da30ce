/**
 * A conversation with the real bot, as readable steps: what is said, which button of the newest card is pressed with
 * which fields, and what comes back. It goes through the SDK's adapter and turn context, and through state as JSON.
 */
import { expect } from '@jest/globals';
import {
  type Activity,
  type ConversationReference,
  type ResourceResponse,
  TestAdapter,
  TurnContext,
} from 'botbuilder';
import { type Logger, stdSerializers } from 'pino';
import type { FetchFile } from '../../bot/files.js';
import { createLogger } from '../../bot/logger.js';
import type { Memories } from '../../bot/memories.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import type { Downloads } from '../../dialogs/downloads.js';
import type { Documents } from '../../domain/store/documents.js';
import type { DemoDesk } from './demo-desk.js';
import { plainSpaces, ShownCard } from './shown-card.js';

export const CHANNELS = ['msteams', 'webchat', 'emulator'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export interface ChatOptions {
  readonly channel?: ChannelName;
  readonly localMode?: boolean;
  /** Parts of every activity in place of the usual ones: who speaks, what kind of conversation it is. */
  readonly activity?: Partial<Activity>;
  readonly conversationId?: string;
  /** Where files are fetched from; none are offered unless given. */
  readonly downloads?: Downloads;
  /** What attached files are fetched with; nothing can be fetched unless given. */
  readonly fetchFile?: FetchFile;
  /** Takes the log; then what is logged as an error fails no step. */
  readonly log?: Logger;
}

/** Something that the bot sent, or put in the place of what it had sent. */
interface Said {
  readonly id: string;
  readonly text: string;
  readonly card?: ShownCard;
}

/** Keeps what the bot sends; where the channel can not replace a message, trying to is an error. */
class ChannelAdapter extends TestAdapter {
  /** The next card of this kind is refused, as a channel refuses what is too large. */
  refuses = '';
  private sent = 0;

  constructor(
    private readonly canUpdate: boolean,
    private readonly heard: (said: Said) => void,
  ) {
    super();
  }

  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      const id = `reply-${++this.sent}`;
      this.hear(id, activity);
      return { id };
    });
  }

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    if (!this.canUpdate) throw new Error('405 this channel can not replace a message');
    this.hear(activity.id ?? '', activity);
  }

  /** Runs a turn that no user began, as the channels' own adapters do. */
  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event = { type: 'event', name: 'continueConversation' };
    const activity = TurnContext.applyConversationReference(event, reference, true);
    await this.runMiddleware(new TurnContext(this, activity), logic);
  }

  private hear(id: string, activity: Partial<Activity>): void {
    if (activity.type !== 'message') return;
    const content: unknown = activity.attachments?.[0]?.content;
    // What goes over the wire is JSON.
    const card = content === undefined ? undefined : new ShownCard(JSON.parse(JSON.stringify(content)), id);
    if (card && card.kind === this.refuses) throw new Error('413 the channel refuses this card');
    this.heard({ id, text: card?.text ?? plainSpaces(activity.text ?? ''), ...(card ? { card } : {}) });
  }
}

export class Chat {
  /** How many times the user has said or pressed something. */
  turns = 0;
  /** Warnings in the log, in order. */
  readonly warned: string[] = [];
  /** What the bot said to the latest turn, in order. */
  said: Said[] = [];
  /** What goes wrong inside is told to the user and is no failure of the test. */
  mayFail = false;
  private readonly all: Said[] = [];
  private readonly channel: ChannelName;
  private readonly adapter: ChannelAdapter;
  private bot: PartnerBot;
  private sent = 0;
  private latest: Partial<Activity> = {};
  private logged = '';

  constructor(
    private held: DemoDesk<Documents, Memories>,
    private readonly options: ChatOptions = {},
  ) {
    this.channel = options.channel ?? 'webchat';
    this.adapter = new ChannelAdapter(this.channel === 'msteams', (said) => {
      this.said.push(said);
      this.all.push(said);
    });
    this.bot = this.start();
  }

  /** The desk that the conversation is held at. */
  get demo(): DemoDesk<Documents, Memories> {
    return this.held;
  }

  /** The user types. */
  async say(text: string): Promise<void> {
    this.turns += 1;
    await this.deliver({ type: 'message', text });
  }

  /** The user presses a button of the newest card, with fields filled in. */
  async submit(action: string, filled: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.submitOn(this.newestCard(), action, filled);
  }

  /** The user presses a button of a card further up. */
  async submitOn(
    card: ShownCard,
    action: string,
    filled: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.submitValue(card.press(action, filled), card.messageId);
  }

  /** Waits for the work that goes on after the latest turn. */
  async settled(): Promise<void> {
    await this.bot.idle();
    if (this.logged !== '') throw new Error(this.logged);
  }

  /** Sends any value at all, as a hostile client can. */
  async submitValue(value: unknown, messageId = this.all.at(-1)?.id): Promise<void> {
    this.turns += 1;
    const fromCard =
      this.channel === 'msteams' && messageId !== undefined
        ? { replyToId: messageId }
        : { channelData: { postBack: true } };
    await this.deliver({ type: 'message', value, ...fromCard });
  }

  /** Local mode: the user goes on as somebody with this role. Not counted as a turn. */
  async actAs(role: string): Promise<void> {
    await this.deliver({ type: 'message', text: `act as ${role}` });
    this.text(/^You now act as/m);
  }

  /** The user comes into the conversation. */
  async join(): Promise<void> {
    await this.deliver({ type: 'conversationUpdate', membersAdded: [{ id: 'user', name: 'User' }] });
  }

  /** The channel delivers any other activity. */
  async deliver(activity: Partial<Activity>): Promise<void> {
    this.latest = { ...this.frame(), ...activity, ...this.options.activity };
    await this.deliverAgain();
  }

  /** The channel delivers the latest activity once more, under the same id. */
  async deliverAgain(): Promise<void> {
    this.said = [];
    await this.redeliver(this.latest);
  }

  /** The activity that was delivered last, to deliver it again later. */
  latestActivity(): Partial<Activity> {
    return this.latest;
  }

  /** The channel delivers an activity of before once more, under the same id. */
  async redeliver(activity: Partial<Activity>): Promise<void> {
    await this.adapter.processActivity({ ...activity }, (context) => this.bot.run(context));
    // A turn that fails is told to the user in kind words; a test is to fail with the reason.
    if (this.logged !== '' && this.adapter.refuses === '' && !this.mayFail) throw new Error(this.logged);
    this.logged = '';
  }

  /** From now on the channel refuses cards of this kind; turns may fail. */
  channelRefuses(kind: string): void {
    this.adapter.refuses = kind;
  }

  /** The desk is stopped and started again: over the same documents, or over those of another desk. */
  restart(over: DemoDesk<Documents, Memories> = this.held): void {
    this.held = over;
    this.bot = this.start();
  }

  /** The newest card, which has to be of this kind. */
  card(kind: string): ShownCard {
    const newest = this.newestCard();
    expect(newest.kind).toBe(kind);
    return newest;
  }

  /** True where the newest card is of this kind. */
  waitsAt(kind: string): boolean {
    return this.newestCard().kind === kind;
  }

  /** Something in the answer to the latest turn fits. */
  text(fitting: RegExp): void {
    expect(this.said.map(({ text }) => text).join('\n')).toMatch(fitting);
  }

  /** Nothing in the answer to the latest turn fits. */
  noText(fitting: RegExp): void {
    expect(this.said.map(({ text }) => text).join('\n')).not.toMatch(fitting);
  }

  /** What stands in the chat under this message now. */
  message(id: string): string {
    return this.all.findLast((said) => said.id === id)?.text ?? '';
  }

  /** The newest card with buttons, of whatever kind. @throws where there is none. */
  newestCard(): ShownCard {
    const card = this.all.findLast((said) => said.card?.kind !== undefined)?.card;
    if (!card) throw new Error('there is no card with buttons yet');
    return card;
  }

  private start(): PartnerBot {
    return new PartnerBot({
      desk: this.held.desk,
      memories: this.held.memories,
      // What is remembered has to go through JSON between any two turns.
      held: 0,
      localMode: this.options.localMode ?? true,
      downloads: this.options.downloads,
      fetchFile:
        this.options.fetchFile ??
        (async () => {
          throw new Error('nothing can be fetched');
        }),
      log: this.options.log ?? this.failingLog(),
    });
  }

  /** A log of errors that fails the test, with their messages, which no log of a desk has. */
  private failingLog(): Logger {
    const log = createLogger('warn', {
      write: (line) => {
        if (line.includes('"level":40')) this.warned.push(line);
        else this.logged += line;
      },
    });
    return log.child({}, { serializers: { err: stdSerializers.err } });
  }

  private frame(): Partial<Activity> {
    return {
      id: `activity-${++this.sent}`,
      channelId: this.channel,
      locale: 'en-US',
      serviceUrl: 'https://channel.example',
      from: { id: 'user', name: 'User' },
      recipient: { id: 'bot', name: 'Bot' },
      conversation: {
        id: this.options.conversationId ?? 'conversation',
        name: '',
        isGroup: false,
        conversationType: 'personal',
      },
    };
  }
}
