/** Somebody whom the channel vouches for and no book knows: a colleague of a known company may ask for access. */
import type { Activity } from 'botbuilder';
import { newcomerCard } from '../cards/views/newcomer.js';
import type { Words } from '../cards/words.js';
import { asTyped, commandWords } from '../dialogs/commands.js';
import type { Turn } from '../dialogs/turn.js';
import type { Desk } from '../domain/desk.js';
import type { Identity } from './identity.js';
import { isGroup, spoken } from './inbound.js';

/**
 * Tells a colleague of a known company where they stand, and passes their request on where they ask. Nothing else of
 * the desk is theirs, and nothing of the company's is shown.
 * @returns false for everybody else, who has been told nothing.
 */
export async function answerNewcomer(
  desk: Desk,
  identity: Identity,
  activity: Activity,
  { words, replies }: Pick<Turn, 'words' | 'replies'>,
): Promise<boolean> {
  if (isGroup(activity)) return false;
  const asks = asksForAccess(activity, words);
  const asked = asks ? await desk.requestAccess(identity) : await desk.accessStanding(identity);
  if (asked.kind === 'stranger') return false;
  const card = newcomerCard(words, asked);
  // The card whose button was pressed says what came of it, where the channel can show that.
  const pressed = asks && spoken(activity).submit ? activity.replyToId : undefined;
  const replaced = pressed !== undefined && (await replies.replace(pressed, card));
  if (!replaced) await replies.card(card);
  return true;
}

/** True where access is asked for, by the button or in so many words. */
export function asksForAccess(activity: Activity, words: Words): boolean {
  if (activity.type !== 'message') return false;
  const { submit, text } = spoken(activity);
  if (submit) return submit.action === 'askForAccess';
  return commandWords(words, 'newcomer.typed.ask').includes(asTyped(text, words));
}
