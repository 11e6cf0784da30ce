/** What a dialog knows of one turn: who speaks, what was said or submitted, and how to answer. Made by bot/. */
import type { Card } from '../cards/card.js';
import type { Actor } from '../domain/model.js';

/** What came back from a card. Everything in it is as untrusted as typed text. */
export interface Submit {
  readonly kind: string;
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

export interface Turn {
  readonly actor: Actor;
  /** Language of the user, such as "en" or "nl-NL". */
  readonly locale: string;
  /** What was typed, trimmed; empty where a card was submitted. */
  readonly text: string;
  readonly submit?: Submit;
  /** The message that the submitted card came in, where the channel says so. */
  readonly replyToId?: string;
  /** No credentials are configured: testers may act as a demo user. */
  readonly localMode: boolean;
  readonly replies: Replies;
}
