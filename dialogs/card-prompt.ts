/**
 * A prompt that is answered by its card or by typing. It shows a card, reads what comes back, and either is done
 * or shows the card again with what was entered and what is wrong. The SDK's own prompts see typed text only.
 */
import { nanoid } from 'nanoid';
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { decidedCard } from '../cards/views/decided.js';
import type { Job } from '../cards/views/jobs.js';
import { refusalCard } from '../cards/views/refusal.js';
import { isRefusal } from '../domain/refusals.js';
import { asTyped, commandWords } from './commands.js';
import type { FlowOptions } from './flow.js';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
  type TurnContext,
} from './sdk.js';
import { type Memory, type Submit, type Turn, turnOf } from './turn.js';

/** What was answered: a button with its fields, or typed text. */
export type Answer =
  | ({ readonly by: 'card' } & Pick<Submit, 'action' | 'values'>)
  | { readonly by: 'text'; readonly text: string };

/** What a prompt makes of an answer. */
export type Reaction<R> =
  /** Answered: what it comes to, and in one line what stands now (shown in place of the card). */
  | { readonly done: R; readonly stands?: string }
  /** Asked again, on a new card: with the entries kept, and what is wrong by field. */
  | {
      readonly again: true;
      readonly entries?: Readonly<Record<string, string>>;
      readonly errors?: Readonly<Record<string, string>>;
    };

/** What a prompt keeps between turns: its own state `S`, and the card that waits. JSON only. */
interface Kept<S> {
  state: S;
  ask: Ask;
  /** The language that it was asked in. */
  language?: string;
}

/** What it takes to answer, whoever is speaking. */
type Answering = Pick<Turn, 'words' | 'replies' | 'memory'>;

/** So many cards of one conversation are known again by what came of them. */
const RETIRED_KEPT = 50;

/** `S`: what it asks about, JSON only; `R`: what it is answered with, JSON only. */
export abstract class CardPrompt<S extends object, R> extends Dialog {
  /** Here is only looked or looked up: nothing is prepared, so leaving it for something else is not worth a word. */
  readonly looks: boolean = false;

  /** The card that asks. May note in the state what it showed. @throws Refusal where there is nothing to ask. */
  protected abstract show(turn: Turn, state: S, ask: Ask): Promise<Card>;

  /** What to make of an answer. May change the state before asking again. @throws Refusal that ends the flow. */
  protected abstract read(turn: Turn, state: S, answer: Answer, ask: Ask): Promise<Reaction<R>>;

  /** An answer that is known without asking; or what is known of it, to ask for the rest. */
  protected async known(_turn: Turn, _state: S): Promise<Reaction<R> | undefined> {
    return undefined;
  }

  /** Words that mean something here although they are commands elsewhere, such as "buy" at the review. */
  claims(_turn: Turn, _text: string): boolean {
    return false;
  }

  /** What was prepared here and a colleague may do, as the use case of handing over names it; empty: nothing. */
  handsOver(_state: S): string {
    return '';
  }

  /** What a job is told that this question leads on to; undefined: beginning that one sets this aside. */
  protected leadsTo(_state: S, _job: Job): FlowOptions | undefined {
    return undefined;
  }

  /** As `leadsTo`, for the question as it stands on the stack. */
  onward(instance: DialogInstance, job: Job): FlowOptions | undefined {
    return this.leadsTo(keptBy<S>(instance).state, job);
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = { ...options } as S;
    const known = await this.known(turn, state);
    if (known && 'done' in known) return await dc.endDialog(known.done);
    await this.ask(turn, keep(dc.activeDialog, state), known ?? {}, false);
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const kept = keptBy<S>(dc.activeDialog);
    const answer: Answer = turn.submit
      ? { by: 'card', action: turn.submit.action, values: turn.submit.values }
      : { by: 'text', text: turn.text };
    const reaction = await this.readOrRefuse(turn, kept, answer);
    if (!reaction) return Dialog.EndOfTurn;
    if ('done' in reaction) {
      await retire(turn, reaction.stands);
      return await dc.endDialog(reaction.done);
    }
    await this.ask(turn, kept, reaction, turn.submit !== undefined);
    return Dialog.EndOfTurn;
  }

  /**
   * What to make of an answer; undefined where the book can not be written just now. Then nothing was changed: the
   * card waits as it stands, with what was entered in it, and the same answer can be given again.
   */
  private async readOrRefuse(turn: Turn, kept: Kept<S>, answer: Answer): Promise<Reaction<R> | undefined> {
    const before: S = structuredClone(kept.state);
    try {
      return await this.read(turn, kept.state, answer, kept.ask);
    } catch (error) {
      if (!isRefusal(error, 'StoreUnavailable')) throw error;
      kept.state = before;
      await turn.replies.card(refusalCard(turn.words, { facts: error.facts }));
      return undefined;
    }
  }

  /** After help, an old card, or in another language: the same question once more. */
  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const kept = keptBy<S>(instance);
    const turn = turnOf(context);
    const { errors: _, ...entries } = kept.ask;
    // What was wrong was said in the language of then.
    await this.ask(turn, kept, kept.language === turn.words.language ? kept.ask : entries, false);
  }

  private async ask(
    turn: Turn,
    kept: Kept<S>,
    with_: Pick<Ask, 'entries' | 'errors'>,
    inPlace: boolean,
  ): Promise<void> {
    const ask: Ask = {
      cardId: nanoid(),
      ...(with_.entries ? { entries: { ...with_.entries } } : {}),
      ...(with_.errors ? { errors: { ...with_.errors } } : {}),
    };
    const card = await this.show(turn, kept.state, ask);
    kept.ask = ask;
    kept.language = turn.words.language;
    const old = turn.memory.live;
    if (old) forget(turn.memory, old.cardId, '');
    const replaced =
      inPlace && old?.messageId !== undefined && (await turn.replies.replace(old.messageId, card));
    if (!replaced && old) await setAside(turn, old.messageId, 'dialog.stands.askedBelow');
    const messageId = replaced ? old?.messageId : await turn.replies.card(card);
    turn.memory.live = { cardId: ask.cardId, ...(messageId === undefined ? {} : { messageId }) };
  }
}

/** What the prompt that waits here has prepared for a colleague; empty: nothing. */
export function preparedAt(dc: DialogContext | undefined): string {
  const instance = dc?.activeDialog;
  const prompt = instance && dc.findDialog(instance.id);
  return prompt instanceof CardPrompt ? prompt.handsOver(keptBy<object>(instance).state) : '';
}

function keep<S>(instance: DialogInstance | undefined, state: S): Kept<S> {
  if (!instance) throw new Error('a prompt that is not on the stack');
  const kept: Kept<S> = { state, ask: { cardId: '' } };
  instance.state = kept;
  return kept;
}

function keptBy<S>(instance: DialogInstance | undefined): Kept<S> {
  if (!instance) throw new Error('a prompt that is not on the stack');
  return instance.state as Kept<S>;
}

/**
 * The card that waited waits no longer: it shows what came of it where the channel can, and is remembered as
 * answered. Without an outcome it was closed.
 */
export async function retire(turn: Answering, outcome?: string): Promise<void> {
  const { live } = turn.memory;
  if (!live) return;
  forget(turn.memory, live.cardId, outcome ?? '');
  delete turn.memory.live;
  if (outcome === undefined) return await setAside(turn, live.messageId, 'dialog.stands.closed');
  if (live.messageId !== undefined)
    await turn.replies.replace(live.messageId, decidedCard(turn.words, outcome));
}

/** Closed by typing: said in a line of its own, as not every channel can put it in place of the card. */
export async function closedAs({ replies, words }: Answering, key: string) {
  const stands = words.t(key);
  await replies.text(`${stands}.`);
  return { done: null, stands };
}

/** A faint line in place of a card that was not answered, where the channel can. */
async function setAside(turn: Answering, messageId: string | undefined, key: string): Promise<void> {
  if (messageId === undefined) return;
  await turn.replies.replace(messageId, decidedCard(turn.words, turn.words.t(key), 'faint'));
}

/** Of a card from which nothing came there is nothing to tell: it need not be known again. */
function forget(memory: Memory, cardId: string, outcome: string): void {
  if (outcome === '') return;
  memory.retired = [...memory.retired, { cardId, outcome }].slice(-RETIRED_KEPT);
}

/** The typed text as a position in a list of so many, counted from 1; undefined where it is none. */
export function typedNumber(text: string, count: number): number | undefined {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= count ? number : undefined;
}

/** True where the whole text is one of the words that a message lists, in the user's language or in English. */
export function says({ text, words }: Pick<Turn, 'text' | 'words'>, key: string): boolean {
  return commandWords(words, key).includes(asTyped(text, words));
}

/** True where a text is one of the words that a message lists, however it is capitalized. */
export function isOneOf({ words }: Pick<Turn, 'words'>, key: string, text: string): boolean {
  return commandWords(words, key).includes(text.toLocaleLowerCase(words.locale));
}

/** Longest part of a text that is said back. */
const LONGEST_ECHO = 80;

/** What is said to an answer that means nothing here: the text, and how to answer. */
export function notUnderstood({ words }: Pick<Turn, 'words'>, text: string, how: string): string {
  return words.t('dialog.ask.useButtons', { text: text.slice(0, LONGEST_ECHO), how });
}
