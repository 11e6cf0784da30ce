/**
 * One turn at a time: whoever speaks is identified, what was delivered before is dropped, the dialogs answer, and
 * what the conversation remembers is saved. Turns of one conversation queue; others do not wait for them.
 */
import AsyncLock from 'async-lock';
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { roleName } from '../cards/views/names.js';
import { type Words, wordsFor } from '../cards/words.js';
import { retire } from '../dialogs/card-prompt.js';
import { afterCommand } from '../dialogs/commands.js';
import { DeskDialog } from '../dialogs/desk-dialog.js';
import type { Downloads } from '../dialogs/downloads.js';
import { DialogSet } from '../dialogs/sdk.js';
import { type Place, placeIn } from '../dialogs/stack.js';
import { carryTurn, type Turn, turnOf } from '../dialogs/turn.js';
import type { Desk } from '../domain/desk.js';
import { type Actor, ROLES } from '../domain/model.js';
import type { Addresses } from './addresses.js';
import { channelOf } from './channels.js';
import { failTurn } from './failed-turn.js';
import { type FetchFile, sheetIn } from './files.js';
import type { Guarded } from './gate.js';
import { answerInGroup } from './group-chat.js';
import { isSame, type SignedInUsers } from './identity.js';
import { conversationName, isAnswered, isFarewell, isGroup, isTakenIn, localeOf, spoken } from './inbound.js';
import { KeptState, type Lost } from './kept-state.js';
import { LaterWork } from './later.js';
import type { Memories } from './memories.js';
import { type DeskMemory, memoryIn, wasSeen } from './memory.js';
import { asksForAccess } from './newcomers.js';
import { referenceOf } from './reference.js';
import { repliesTo } from './replies.js';
import { type Saying, Speakers } from './speakers.js';
import { TurnLog, type TurnRecord } from './turn-log.js';
import { whileTyping } from './typing.js';

/** With what the user is told that something was closed. */
type Said = Saying & { readonly memory: DeskMemory };

/** Somebody whom the book knows, and the words to speak with. */
export type Speaker = Pick<Turn, 'actor' | 'words'>;

export interface PartnerBotOptions {
  readonly desk: Desk;
  /** What conversations remember is kept there. */
  readonly memories: Memories;
  /** How many conversations are held in memory between turns; 1,000 unless given. */
  readonly held?: number;
  readonly localMode: boolean;
  /** Those of the chat page; absent: nobody signs in there. */
  readonly signedIn?: SignedInUsers | undefined;
  readonly log: Logger;
  /** Writes the line of each turn; one without counts unless given. */
  readonly turns?: TurnLog;
  /** Absent: no files are offered. */
  readonly downloads?: Downloads | undefined;
  /** Fetches what users attach; the real one unless given. */
  readonly fetchFile?: FetchFile;
  /** Where users can be reached later is noted there. Absent: it is not noted. */
  readonly addresses?: Addresses;
}

export class PartnerBot implements Guarded {
  private readonly desk: Desk;
  private readonly localMode: boolean;
  private readonly speakers: Speakers;
  private readonly log: Logger;
  private readonly kept: KeptState;
  private readonly root: DeskDialog;
  private readonly dialogs: DialogSet;
  private readonly turns: TurnLog;
  /** How many may wait in it is for the gate in front to say, which can tell the user. */
  private readonly queue = new AsyncLock({ maxPending: Number.POSITIVE_INFINITY });
  private readonly work: LaterWork;
  private readonly fetchFile: FetchFile;
  private readonly addresses: Addresses | undefined;

  constructor(options: PartnerBotOptions) {
    const { desk, memories, localMode, log, downloads, fetchFile = fetch } = options;
    this.turns = options.turns ?? new TurnLog(log);
    this.desk = desk;
    this.localMode = localMode;
    this.speakers = new Speakers({ desk, localMode, signedIn: options.signedIn, log });
    this.log = log;
    this.kept = new KeptState(memories, log, options.held);
    this.work = new LaterWork(this.queue, log);
    this.fetchFile = fetchFile;
    this.addresses = options.addresses;
    this.root = new DeskDialog({ desk, ...(downloads ? { downloads } : {}) });
    this.dialogs = new DialogSet(this.kept.stack).add(this.root);
  }

  async run(context: TurnContext): Promise<void> {
    await this.turns.run(context, (record) =>
      this.queue.acquire(conversationName(context.activity), async () => {
        record.begins();
        await whileTyping(context, () => this.turn(context, record));
      }),
    );
  }

  /** Turns, and work after turns, that are under way. */
  get underWay(): { readonly turns: number; readonly work: number } {
    return { turns: this.turns.count, work: this.work.count };
  }

  /** Waits until nothing is under way: no turn, and no work that goes on after one. */
  async idle(): Promise<void> {
    while (this.turns.count + this.work.count > 0) {
      await this.turns.idle();
      await this.work.idle();
    }
    await this.addresses?.idle();
  }

  /** From now on work after turns ends where it can be taken up again. */
  stop(): void {
    this.work.stop();
  }

  /** The words for whoever speaks, for what is said without a turn. Changes nothing. */
  async wordsIn(context: TurnContext): Promise<Words> {
    return (await this.whoSpeaks(context))?.words ?? wordsFor(localeOf(context.activity));
  }

  /** Who speaks, as in a turn, for what is answered without one; undefined: nobody whom the book knows. Changes nothing. */
  async whoSpeaks(context: TurnContext): Promise<Speaker | undefined> {
    const actor = await this.speakers.actor(
      context.activity,
      this.localMode ? await this.kept.peek(context) : {},
    );
    return actor && { actor, words: await this.speakers.words(context.activity, actor) };
  }

  /**
   * Says something to a user who has not asked, between two turns of the conversation. False where somebody else
   * speaks in it by now, or nobody of the book: then nothing was said.
   */
  async reach(context: TurnContext, actor: Actor, say: (said: Saying) => Promise<void>): Promise<boolean> {
    return await this.queue.acquire(conversationName(context.activity), async () => {
      const speaker = await this.whoSpeaks(context);
      if (!speaker || !isSame(speaker.actor, actor)) return false;
      await say({ words: speaker.words, replies: repliesTo(context, this.log) });
      return true;
    });
  }

  private async turn(context: TurnContext, record: TurnRecord): Promise<void> {
    const replies = repliesTo(context, this.log);
    let words = wordsFor(localeOf(context.activity));
    let memory = memoryIn(undefined);
    let before = memory.retired;
    try {
      const recalled = await this.kept.recall(context, this.dialogs);
      memory = recalled.memory;
      before = memory.retired;
      if (this.passesOver(context, memory, record)) {
        if (record.outcome === 'ignored') await this.left(context, memory);
        return;
      }
      record.from = await this.place(context);
      record.actor = await this.speakers.actor(context.activity, memory);
      if (!record.actor && !this.localMode && !isTakenIn(context.activity))
        return await this.turnAway(context.activity, record, { words, replies });
      let { lost } = recalled;
      if (record.actor) {
        const own = await this.ownMemory(context, memory, record.actor);
        // What is lost was another user's.
        if (own !== memory) lost = undefined;
        memory = own;
        words = await this.speakers.words(context.activity, record.actor);
      }
      if (lost && record.actor && context.activity.type === 'message' && !isGroup(context.activity))
        await this.closeLost(context, lost, { words, replies, memory });
      else await this.answer(context, memory, record, { words, replies });
      this.noteAddress(context, memory, record.actor);
      record.at = await this.place(context);
    } catch (error) {
      record.outcome = 'failed';
      record.at = await this.place(context).catch(() => undefined);
      const answered = memory.retired.filter((card) => !before.includes(card));
      const outcome = answered.map((card) => card.outcome).findLast((known) => known !== '');
      const said = { words, replies };
      const close = async () => await this.closeAll(context, { ...said, memory });
      const refusal = await failTurn(context, this.log, { error, outcome, said, close });
      if (refusal) record.refusal = refusal.facts.code;
    }
    await this.save(context, record, { words, replies });
  }

  /** Keeps where the conversation stands. Where the disk does not take it, the user is told: what was said before stands. */
  private async save(context: TurnContext, record: TurnRecord, { words, replies }: Saying): Promise<void> {
    try {
      await this.kept.save(context);
    } catch (error) {
      record.outcome = 'failed';
      const reference = referenceOf(context);
      this.log.error({ err: error, reference }, 'the state of a conversation could not be kept');
      await replies.text(words.t('dialog.notKept', { id: reference }));
    }
  }

  /** What was open can not be gone on with: it is closed, and the user is told so, and what stands. */
  private async closeLost(context: TurnContext, lost: Lost, said: Said): Promise<void> {
    await this.closeAll(context, said);
    await said.replies.text(said.words.t(`kept.${lost}`));
  }

  /** Where the conversation stands, for the log. */
  private async place(context: TurnContext): Promise<Place | undefined> {
    return placeIn(await this.kept.stack.get(context));
  }

  /** True for what was delivered before, and for what asks for no answer; the first is said of the turn. */
  private passesOver({ activity }: TurnContext, memory: DeskMemory, record: TurnRecord): boolean {
    if (wasSeen(memory, activity.id)) record.outcome = 'duplicate';
    else if (!isAnswered(activity)) record.outcome = 'ignored';
    return record.outcome !== 'answered';
  }

  private async turnAway(activity: Activity, record: TurnRecord, said: Saying): Promise<void> {
    record.outcome = 'notAUser';
    await this.speakers.turnAway(activity, said);
  }

  /** Where whoever spoke, or speaks from now on, can be written to later. */
  private noteAddress({ activity }: TurnContext, { actingAs }: DeskMemory, actor: Actor | undefined): void {
    const speaker = (this.localMode && actingAs) || actor;
    if (speaker && !isGroup(activity)) this.addresses?.note(speaker, activity);
  }

  /** Where the bot has been taken out of the conversation, nobody can be reached in it any more. */
  private async left(context: TurnContext, memory: DeskMemory): Promise<void> {
    const { activity } = context;
    if (!this.addresses || !isFarewell(activity)) return;
    const actor = await this.speakers.actor(context.activity, memory);
    if (actor) this.addresses.forget(actor, activity.conversation.id);
  }

  /** What a conversation remembers is of one user: where another one speaks in it, nothing of it is left. */
  private async ownMemory(context: TurnContext, memory: DeskMemory, actor: Actor): Promise<DeskMemory> {
    if (this.localMode) return memory;
    const whose = memory.of ?? memory.actingAs;
    const own = !whose || isSame(whose, actor) ? memory : await this.kept.begin(context, memory.seen);
    own.of = actor;
    return own;
  }

  private async closeAll(context: TurnContext, said: Said): Promise<void> {
    await this.kept.close(context, said.memory);
    await retire(said);
  }

  private async answer(
    context: TurnContext,
    memory: DeskMemory,
    record: TurnRecord,
    said: Saying,
  ): Promise<void> {
    const { activity } = context;
    const { actor } = record;
    if (isGroup(activity)) {
      record.outcome = 'group';
      return await answerInGroup(activity, memory, said);
    }
    const greeting = activity.type !== 'message';
    const { submit, text } = greeting ? { submit: undefined, text: '' } : spoken(activity);
    if (this.localMode && !submit && (await this.actAs(context, memory, text, said))) return;
    if (!actor) {
      record.outcome = 'notAUser';
      return await said.replies.text(said.words.t('desk.notAUserLocal'));
    }
    const sheet = greeting || submit ? undefined : await sheetIn(activity, this.fetchFile, this.log);
    const turn: Turn = {
      actor,
      ...said,
      locale: localeOf(context.activity),
      text: sheet ? '' : text,
      ...(submit ? { submit } : {}),
      ...(sheet ? { sheet } : {}),
      takesFiles: channelOf(activity).takesFiles,
      suggests: channelOf(activity).suggests,
      later: (work) => this.work.begin(context, said.words, work),
      refused: (code) => record.refused(code),
      localMode: this.localMode,
      memory,
    };
    // Who comes back is told what waits, unless a card waits for an answer.
    if (greeting && memory.greeted) return memory.live ? undefined : await this.root.tell(turn);
    // Who was let in since may well ask once more.
    if (greeting || (!memory.greeted && asksForAccess(activity, said.words))) {
      await this.speakers.tellWho(context, actor, said.words);
      return await this.root.greet(turn);
    }
    carryTurn(context, turn);
    await this.converse(context);
    const { words } = turnOf(context);
    if (words !== said.words) await this.speakers.tellWho(context, actor, words);
  }

  private async converse(context: TurnContext): Promise<void> {
    const dc = await this.dialogs.createContext(context);
    if (dc.activeDialog) await dc.continueDialog();
    else await dc.beginDialog(DeskDialog.id);
  }

  /** "act as sales agent": local mode only. What was open is closed, as it was somebody else's. */
  private async actAs(
    context: TurnContext,
    memory: DeskMemory,
    text: string,
    said: Saying,
  ): Promise<boolean> {
    const { replies } = said;
    const named = afterCommand(said.words, 'dialog.commands.actAs', text);
    if (named === undefined) return false;
    const { role, actor } = await this.speakers.inRole(named, said.words);
    if (!role || !actor) {
      const roles = said.words.list(ROLES.map((known) => roleName(said.words, known)));
      await replies.text(said.words.t('desk.unknownRole', { role: named.slice(0, 60), roles }));
      return true;
    }
    memory.actingAs = actor;
    await this.closeAll(context, { ...said, memory });
    const { user } = await this.desk.whoIs(actor);
    const words = await this.speakers.words(context.activity, actor);
    await replies.text(words.t('desk.actingAsNamed', { name: user.name, role: roleName(words, role) }));
    await this.speakers.tellWho(context, actor, words);
    return true;
  }
}
