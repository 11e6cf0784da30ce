/** What a card that asks is given beside its facts, and the fields that it makes of that. */
import { clean } from '../plain.js';
import type { Words } from '../words.js';

export interface Ask {
  /** Names this very card; a submit carries it back. */
  readonly cardId: string;
  /** What the user had filled in, by input id: kept after a mistake. */
  readonly entries?: Readonly<Record<string, string>>;
  /** What is wrong, by input id, in words. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** One input as a template shows it: its value, and the message beside it where something is wrong. */
export type Field = { readonly value: string; readonly error: string; readonly wrong: boolean };

/** Longer than any honest entry; keeps a card within its size. */
const LONGEST_ENTRY = 200;

/** The field of an input: what the user had filled in, or the preset. */
export function field(ask: Ask | undefined, id: string, preset = '', longest = LONGEST_ENTRY): Field {
  const error = clean(ask?.errors?.[id] ?? '');
  return { value: clean(ask?.entries?.[id] ?? preset).slice(0, longest), error, wrong: error !== '' };
}

/** One line above all fields where something is wrong: `{ wrong, error }`. */
export function mistakes(
  words: Words,
  ask: Ask | undefined,
): { readonly wrong: boolean; readonly error: string } {
  const count = Object.values(ask?.errors ?? {}).filter((error) => error !== '').length;
  return { wrong: count > 0, error: count > 0 ? words.t('common.mistakes', { count }) : '' };
}
