/** What is typed about a colleague: "give anna helpdesk agent", "take admin agent from hiroshi", "remove anna". */
import { roleName } from '../cards/views/names.js';
import { type Words, wordsFor } from '../cards/words.js';
import type { Desk } from '../domain/desk.js';
import { ROLES, type Role } from '../domain/model.js';
import { afterCommand, commandWords } from './commands.js';
import type { Turn } from './turn.js';

const VERBS = ['give', 'take', 'remove', 'bringBack'] as const;
const LONGEST_ECHO = 60;
const MOST_NAMED = 5;

export interface Order {
  readonly verb: (typeof VERBS)[number];
  readonly role?: Role;
  /** Words that say which colleague; empty: none is named. */
  readonly name: string;
}

/** What a text orders, in the user's language or in English; undefined where it begins with no verb of these. */
export function typedOrder({ words }: Turn, text: string): Order | undefined {
  const named = VERBS.flatMap((verb) => {
    const rest = afterCommand(words, `partner.typed.${verb}`, text);
    return rest === undefined ? [] : [{ verb, rest }];
  });
  // In Swedish "ta bort" is not "ta".
  const [longest] = named.sort((a, b) => a.rest.length - b.rest.length);
  if (!longest) return undefined;
  const { verb, rest } = longest;
  if (verb === 'remove' || verb === 'bringBack') return { verb, name: nameIn(words, rest) };
  const found = roleIn(words, rest);
  if (!found) return { verb, name: nameIn(words, rest) };
  return { verb, role: found.role, name: nameIn(words, found.others) };
}

/** The role whose name stands in the text, the longest of them, and what else stands there. */
export function roleIn(words: Words, text: string): { role: Role; others: string } | undefined {
  const lower = text.toLocaleLowerCase(words.locale);
  const named = ROLES.flatMap((role) =>
    [words, wordsFor('en')].map((spoken) => ({
      role,
      name: roleName(spoken, role).toLocaleLowerCase(words.locale),
    })),
  );
  const [found] = named
    .filter(({ name }) => lower.includes(name))
    .sort((a, b) => b.name.length - a.name.length);
  return found && { role: found.role, others: lower.replace(found.name, ' ') };
}

function nameIn(words: Words, text: string): string {
  const between = new Set(commandWords(words, 'partner.typed.between'));
  return text
    .split(/\s+/)
    .filter((word) => word !== '' && !between.has(word.toLocaleLowerCase(words.locale)))
    .join(' ');
}

/** The one colleague whose name this is or is a part of; else what to say. */
export async function colleagueNamed(
  { actor, words }: Turn,
  desk: Desk,
  name: string,
): Promise<{ readonly id: string } | { readonly error: string }> {
  const text = name.slice(0, LONGEST_ECHO);
  const found = name === '' ? [] : await desk.findColleagues(actor, name);
  const whole = found.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  const [only, ...others] = whole.length === 1 ? whole : found;
  if (!only) return { error: words.t('partner.ask.noColleague', { text }) };
  if (others.length === 0) return { id: only.id };
  const names = words.list(found.slice(0, MOST_NAMED).map((one) => `${one.name} (${one.email})`));
  return { error: words.t('partner.ask.severalColleagues', { text, names }) };
}
