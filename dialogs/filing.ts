/** What filing a refund and filing an exchange share: the contact preferences, and the word on who was first. */
import type { Desk } from '../domain/desk.js';
import type { First } from '../domain/refusals.js';
import type { Turn } from './turn.js';

/** The fields as the card names them, filled in with what the book knows of the user. */
export async function presetContact(desk: Desk, turn: Turn): Promise<Record<string, string>> {
  const { user } = await desk.whoIs(turn.actor);
  return {
    contactName: user.name,
    contactEmail: user.email,
    contactPhone: user.phone ?? '',
    contactMethod: 'email',
  };
}

/** The preferences that the card's fields, or the preset ones, stand for. */
export function contactFrom(entries: Readonly<Record<string, string>>): Record<string, string> {
  return {
    name: entries.contactName ?? '',
    email: entries.contactEmail ?? '',
    phone: entries.contactPhone ?? '',
    method: entries.contactMethod ?? '',
  };
}

/** What is wrong, by the card's fields. */
export function contactErrors(turn: Turn, fields: readonly string[]): Record<string, string> {
  const names: Record<string, string> = {
    name: 'contactName',
    email: 'contactEmail',
    phone: 'contactPhone',
    method: 'contactMethod',
  };
  return Object.fromEntries(
    fields.map((field) => [names[field] ?? field, turn.words.t(`dialog.ask.field.${field}`)]),
  );
}

/** Tells that a colleague was first with part of a reservation, before what stands now is shown (rules section 8). */
export async function sayWhoWasFirst(turn: Turn, first: First | undefined): Promise<void> {
  if (!first) return;
  const { words, replies } = turn;
  await replies.text(words.t('dialog.ask.firstReturned', { by: first.by, at: words.moment(first.at) }));
}
