/** What an activity says, as the dialogs read it: typed text, or a submitted card with strings for values. */
import { type Activity, TurnContext } from 'botbuilder';
import type { Submit } from '../dialogs/turn.js';

const LONGEST_TEXT = 1000;
/** More than any field of ours takes, so that nothing of what was entered is cut off unseen. */
const LONGEST_VALUE = 24_000;
const MOST_VALUES = 200;

/** The typed text: without mentions of the bot, single-spaced, and no longer than a person types. */
function textOf(activity: Activity): string {
  return linesOf(activity).replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT);
}

/** The typed text with its line breaks, whole, without mentions of the bot. */
export function linesOf(activity: Activity): string {
  // The SDK takes every entity to have a type, and every mention a text and somebody mentioned.
  const entities = (activity.entities ?? []).filter(
    ({ type, mentioned, text }) => type === 'mention' && mentioned && typeof text === 'string',
  );
  return TurnContext.removeRecipientMention({ ...activity, entities }) ?? activity.text ?? '';
}

/** The card submit in an activity, or undefined. Only fields that can be fields of a card of ours are kept. */
function submitOf(activity: Activity): Submit | undefined {
  const value: unknown = activity.value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const fields = Object.entries(value)
    .filter(([key]) => /^[A-Za-z][\w.-]{0,160}$/.test(key))
    .slice(0, MOST_VALUES)
    .map(([key, field]) => [key, fieldText(field).slice(0, LONGEST_VALUE)] as const);
  const values = Object.fromEntries(fields);
  return { cardId: values.cardId ?? '', action: values.do ?? '', values };
}

/** A field's text. What no field of a card can hold counts as emptied, so that it is asked for rather than passed over. */
function fieldText(field: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof field) ? String(field) : '';
}

/** What was said: a submitted card, or else the typed text. */
export function spoken(activity: Activity): { readonly submit: Submit | undefined; readonly text: string } {
  const submit = submitOf(activity);
  return { submit, text: submit ? '' : textOf(activity) };
}

/** What names the conversation of an activity: its turns queue under this. */
export function conversationName({ channelId, conversation }: Activity): string {
  return `${channelId}/${conversation.id}`;
}

/** What the channel says of the user's language and region. */
export function localeOf({ locale }: Activity): string {
  return locale ?? 'en-US';
}

/** A message; a user who has come into a conversation of its own; or the bot itself, where a group has taken it in. */
export function isAnswered(activity: Activity): boolean {
  return activity.type === 'message' || greets(activity);
}

/** Somebody has come to whom the bot says hello: one greeting, however the channel says so. */
function greets(activity: Activity): boolean {
  const { type, membersAdded = [], recipient, action } = activity;
  if (type === 'installationUpdate') return action === 'add';
  if (type !== 'conversationUpdate') return false;
  // In a group once, and not everybody who joins it.
  return isGroup(activity)
    ? membersAdded.some(({ id }) => id === recipient.id)
    : membersAdded.some(({ id }) => id !== recipient.id);
}

/** A group has taken the bot in; whoever did so need not be a user of the desk. */
export function isTakenIn(activity: Activity): boolean {
  return activity.type !== 'message' && isGroup(activity);
}

/** The bot has been taken out of the conversation, however the channel says so. */
export function isFarewell({ type, membersRemoved, recipient, action }: Activity): boolean {
  if (type === 'installationUpdate') return (action ?? '').startsWith('remove');
  return type === 'conversationUpdate' && (membersRemoved ?? []).some(({ id }) => id === recipient.id);
}

/** More than one user can be in it: a group chat, or a channel of a team. */
export function isGroup({ conversation }: Activity): boolean {
  return conversation.isGroup === true || (conversation.conversationType ?? 'personal') !== 'personal';
}
