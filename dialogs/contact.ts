/** The contact preferences of a request: preset from the user's own details, read back from the card's fields. */
import type { Desk } from '../domain/desk.js';
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
