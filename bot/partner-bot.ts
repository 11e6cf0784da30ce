/**
 * One turn at a time: whoever speaks is identified, what was delivered before is dropped, the dialogs answer, and
 * what the conversation remembers is saved. Turns of one conversation queue; others do not wait for them.
 */
import { randomUUID } from 'node:crypto';
import AsyncLock from 'async-lock';
import {
  type Activity,
  ConversationState,
  type StatePropertyAccessor,
  type Storage,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { roleName } from '../cards/views/names.js';
import { refusalText } from '../cards/views/refusal.js';
import { type Words, wordsFor } from '../cards/words.js';
import { retire } from '../dialogs/card-prompt.js';
import { afterCommand } from '../dialogs/commands.js';
import { DeskDialog } from '../dialogs/desk-dialog.js';
import type { Downloads } from '../dialogs/downloads.js';
import { DialogContextError, DialogSet, type DialogState } from '../dialogs/sdk.js';
import { carryTurn, type Memory, type Turn, turnOf } from '../dialogs/turn.js';
import type { Desk } from '../domain/desk.js';
import { type Actor, ROLES } from '../domain/model.js';
import { Refusal } from '../domain/refusals.js';
import { channelOf } from './channels.js';
import { type FetchFile, sheetIn } from './files.js';
import type { Guarded } from './gate.js';
import { actorOf, roleNamed } from './identity.js';
import { submitOf, textOf } from './inbound.js';
import { LaterWork } from './later.js';
import { repliesTo } from './replies.js';

/** What a conversation remembers beside the dialogs' own memory. */
interface DeskMemory extends Memory {
  /** Ids of the latest activities, to know one that is delivered again. */
  seen: string[];
  /** Local mode: the demo user that the tester acts as. */
  actingAs?: Actor;
}

const SEEN_KEPT = 50;

export interface PartnerBotOptions {
  readonly desk: Desk;
  readonly storage: Storage;
  readonly localMode: boolean;
  readonly log: Logger;
  /** Absent: no files are offered. */
  readonly downloads?: Downloads | undefined;
  /** Fetches what users attach; the real one unless given. */
  readonly fetchFile?: FetchFile;
}

export class PartnerBot implements Guarded {
  private readonly desk: Desk;
  private readonly localMode: boolean;
  private readonly log: Logger;
  private readonly state: ConversationState;
  private readonly memory: StatePropertyAccessor<DeskMemory>;
  private readonly stack: StatePropertyAccessor<DialogState>;
  private readonly root: DeskDialog;
  /** How many may wait in it is for the gate in front to say, which can tell the user. */
  private readonly queue = new AsyncLock({ maxPending: Number.POSITIVE_INFINITY });
  private readonly work: LaterWork;
  private readonly fetchFile: FetchFile;

  constructor({ desk, storage, localMode, log, downloads, fetchFile = fetch }: PartnerBotOptions) {
    this.desk = desk;
    this.localMode = localMode;
    this.log = log;
    this.state = new ConversationState(storage);
    this.memory = this.state.createProperty('desk');
    this.stack = this.state.createProperty('dialogs');
    this.work = new LaterWork(this.queue, queueOf, log);
    this.fetchFile = fetchFile;
    this.root = new DeskDialog({ desk, ...(downloads ? { downloads } : {}) });
  }

  async run(context: TurnContext): Promise<void> {
    await this.queue.acquire(queueOf(context), async () => await this.turn(context));
  }

  /** Waits for the work that turns have begun and that goes on after them. */
  async idle(): Promise<void> {
    await this.work.idle();
  }

  /** The words for whoever speaks, for what is said without a turn. Changes nothing. */
  async wordsIn(context: TurnContext): Promise<Words> {
    const memory = await this.memory.get(context, { retired: [], seen: [] });
    const actor = await actorOf(this.desk, context.activity, this.localMode, memory.actingAs);
    return actor ? await this.wordsOf(context, actor) : wordsFor(localeOf(context));
  }

  private async turn(context: TurnContext): Promise<void> {
    const replies = repliesTo(context, this.log);
    let words = wordsFor(localeOf(context));
    let memory: DeskMemory = { retired: [], seen: [] };
    let before = memory.retired;
    try {
      memory = await this.memory.get(context, memory);
      before = memory.retired;
      if (wasSeen(memory, context.activity) || !isAnswered(context.activity)) return;
      const actor = await actorOf(this.desk, context.activity, this.localMode, memory.actingAs);
      if (actor) words = await this.wordsOf(context, actor);
      await this.answer(context, memory, actor, { words, replies });
    } catch (error) {
      const answered = memory.retired.filter((card) => !before.includes(card));
      const outcome = answered.map((card) => card.outcome).findLast((known) => known !== '');
      await this.failed(context, error, outcome, { words, replies, memory });
    }
    await this.state.saveChanges(context);
  }

  /**
   * A turn failed inside. What was open is closed, so that no card waits for an answer that nothing takes; what the
   * turn had brought about by then stands, and is said.
   */
  private async failed(
    context: TurnContext,
    error: unknown,
    outcome: string | undefined,
    said: Pick<Turn, 'words' | 'replies' | 'memory'>,
  ): Promise<void> {
    const { words, replies } = said;
    const cause = error instanceof DialogContextError ? error.error : error;
    const id = randomUUID().slice(0, 8);
    this.log.error({ err: cause, reference: id }, 'a turn failed');
    try {
      await this.stack.delete(context);
      await retire(said);
      const unexpected = outcome
        ? words.t('dialog.unexpectedAfter', { outcome, id })
        : words.t('dialog.unexpected', { id });
      await replies.text(cause instanceof Refusal ? refusalText(words, cause.facts) : unexpected);
    } catch (untold) {
      this.log.error({ err: untold, reference: id }, 'the user could not be told');
    }
  }

  /** The words of this user: in the language it has asked for, or in the channel's. */
  private async wordsOf(context: TurnContext, actor: Actor): Promise<Words> {
    try {
      const { language } = await this.desk.preferences(actor);
      return wordsFor(localeOf(context), language);
    } catch (error) {
      // What was asked for can not be read; the desk goes on in the channel's language.
      this.log.warn({ err: error }, 'the preferences of a user cannot be read');
      return wordsFor(localeOf(context));
    }
  }

  private async answer(
    context: TurnContext,
    memory: DeskMemory,
    actor: Actor | undefined,
    said: Pick<Turn, 'words' | 'replies'>,
  ): Promise<void> {
    const { activity } = context;
    if (isGroup(activity)) return await said.replies.text(said.words.t('desk.groupChat'));
    const greeting = activity.type !== 'message';
    const { submit, text } = greeting ? { submit: undefined, text: '' } : spoken(activity);
    if (this.localMode && !submit && (await this.actAs(context, memory, text, said))) return;
    if (!actor)
      return await said.replies.text(said.words.t(this.localMode ? 'desk.notAUserLocal' : 'desk.notAUser'));
    const sheet = greeting || submit ? undefined : await sheetIn(activity, this.fetchFile, this.log);
    const turn: Turn = {
      actor,
      ...said,
      locale: localeOf(context),
      text: sheet ? '' : text,
      ...(submit ? { submit } : {}),
      ...(sheet ? { sheet } : {}),
      takesFiles: channelOf(activity).takesFiles,
      later: (work) => this.work.begin(context, said.words, work),
      localMode: this.localMode,
      memory,
    };
    if (greeting) {
      if (memory.greeted) return;
      await this.tellWho(context, actor, said.words);
      return await this.root.greet(turn);
    }
    carryTurn(context, turn);
    await this.converse(context);
    const { words } = turnOf(context);
    if (words !== said.words) await this.tellWho(context, actor, words);
  }

  private async converse(context: TurnContext): Promise<void> {
    const dialogs = new DialogSet(this.stack);
    dialogs.add(this.root);
    const dc = await dialogs.createContext(context);
    if (dc.activeDialog) await dc.continueDialog();
    else await dc.beginDialog(DeskDialog.id);
  }

  /** "act as sales agent": local mode only. What was open is closed, as it was somebody else's. */
  private async actAs(
    context: TurnContext,
    memory: DeskMemory,
    text: string,
    said: Pick<Turn, 'words' | 'replies'>,
  ): Promise<boolean> {
    const { replies } = said;
    const named = afterCommand(said.words, 'dialog.commands.actAs', text);
    if (named === undefined) return false;
    const role = roleNamed(named, said.words);
    const actor = role && (await this.desk.userWithRole(role));
    if (!role || !actor) {
      const roles = said.words.list(ROLES.map((known) => roleName(said.words, known)));
      await replies.text(said.words.t('desk.unknownRole', { role: named.slice(0, 60), roles }));
      return true;
    }
    memory.actingAs = actor;
    await retire({ ...said, memory });
    await this.stack.delete(context);
    const { user } = await this.desk.whoIs(actor);
    const words = await this.wordsOf(context, actor);
    await replies.text(words.t('desk.actingAsNamed', { name: user.name, role: roleName(words, role) }));
    await this.tellWho(context, actor, words);
    return true;
  }

  /** Tells the chat page who is speaking, and in which language, for its header. */
  private async tellWho(context: TurnContext, actor: Actor, { language }: Words): Promise<void> {
    if (!channelOf(context.activity).embedded) return;
    const { user } = await this.desk.whoIs(actor);
    const value = { name: user.name, roles: user.roles, localMode: this.localMode, language };
    await context.sendActivity({ type: 'event', name: 'desk/who', value });
  }
}

/** Turns of one conversation queue under this name. */
function queueOf({ activity }: TurnContext): string {
  return `${activity.channelId}/${activity.conversation.id}`;
}

/** What the channel says of the user's language and region. */
function localeOf({ activity }: TurnContext): string {
  return activity.locale ?? 'en-US';
}

function spoken(activity: Activity) {
  const submit = submitOf(activity);
  return { submit, text: submit ? '' : textOf(activity) };
}

/** A message, or a user who has come into a conversation of its own. */
function isAnswered(activity: Activity): boolean {
  return activity.type === 'message' || (greets(activity) && !isGroup(activity));
}

/** A user has come into the conversation: one greeting, however the channel says so. */
function greets({ type, membersAdded, recipient, action }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'add';
  return type === 'conversationUpdate' && (membersAdded ?? []).some(({ id }) => id !== recipient.id);
}

function isGroup({ conversation }: Activity): boolean {
  return conversation.isGroup === true || (conversation.conversationType ?? 'personal') !== 'personal';
}

/** True for an activity that was handled before: channels deliver again when an answer is slow. Notes this one otherwise. */
function wasSeen(memory: DeskMemory, { id }: Activity): boolean {
  if (!id) return false;
  if (memory.seen.includes(id)) return true;
  memory.seen = [...memory.seen, id].slice(-SEEN_KEPT);
  return false;
}
