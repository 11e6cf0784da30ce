/** What a dialog knows of one turn: who speaks, what was said or submitted, and how to answer. Made by bot/. */
import type { Card } from '../cards/card.js';
import type { Words } from '../cards/words.js';
import type { FileProblem } from '../domain/bulk/sheet.js';
import type { Actor } from '../domain/model.js';
import type { RefusalCode } from '../domain/refusals.js';
import type { TurnContext } from './sdk.js';

/** What came back from a card. Everything in it is as untrusted as typed text. */
export interface Submit {
  readonly cardId: string;
  /** The button: "buy", "next", "search" … */
  readonly action: string;
  /** The fields of the card, and what else the button carries; strings only. */
  readonly values: Readonly<Record<string, string>>;
}

/** How a turn is answered. */
export interface Replies {
  text(text: string): Promise<void>;
  /** Shows a card; gives the id of the message it came in, where the channel gives one. */
  card(card: Card): Promise<string | undefined>;
  /** Puts a card in the place of an earlier message; false where the channel can not, and then nothing was shown. */
  replace(messageId: string, card: Card): Promise<boolean>;
}

/** Lines of purchases that were sent, as a file or as a message of several lines; or why they are not read. */
export type Sheet = { readonly text: string } | { readonly problem: FileProblem };

/** Tells the user something after the turn: in the same conversation, between two turns of it. Never throws. */
export type Say = (tell: (replies: Replies) => Promise<void>) => Promise<void>;

/** A card that has been answered, and what came of it: told to whoever answers it again. */
interface RetiredCard {
  readonly cardId: string;
  readonly outcome: string;
}

/** What one conversation remembers between turns, beside the stack of dialogs. JSON only. */
export interface Memory {
  greeted?: boolean;
  /** The one card that waits for an answer, and the message it came in. */
  live?: { readonly cardId: string; readonly messageId?: string };
  retired: RetiredCard[];
  /** The bulk purchase that was confirmed here and is being bought, unless the desk has been stopped since. */
  buying?: string;
  /** What was refused last for want of a right, and can be handed to a colleague. */
  prepared?: { readonly customerId: string; readonly what: string };
}

export interface Turn {
  readonly actor: Actor;
  readonly words: Words;
  /** What the channel says of the user's language and region, such as "nl-BE". */
  readonly locale: string;
  /** What was typed, trimmed; empty where a card was submitted. */
  readonly text: string;
  readonly submit?: Submit;
  /** What was sent to be bought in bulk; then there is no text. */
  readonly sheet?: Sheet;
  /** A file can be sent on this channel. */
  readonly takesFiles: boolean;
  /** The channel suggests names while they are typed into a field of a card. */
  readonly suggests: boolean;
  /**
   * Begins work that goes on after the turn; what goes wrong in it is logged and told. Once `stopping` is aborted the
   * desk is about to stop, and the work is to end where it can be taken up again.
   */
  readonly later: (work: (say: Say, stopping: AbortSignal) => Promise<void>) => void;
  /** Notes that what was asked for was refused, for the log. */
  readonly refused: (code: RefusalCode) => void;
  /** No credentials are configured: testers may act as a demo user. */
  readonly localMode: boolean;
  readonly replies: Replies;
  readonly memory: Memory;
}

const TURN = Symbol('turn');

/** Hands the turn to the dialogs that the context goes through. */
export function carryTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

/** The turn that this context carries. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(TURN);
  if (!turn) throw new Error('a dialog without a turn');
  return turn;
}
