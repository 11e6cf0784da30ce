/** Granting and withdrawing access and recording Owners, as it is typed and as it is answered: on every card about people. */

import type { PersonChanged } from '../domain/answers/access.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import { type Reaction, typedNumber } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { afterCommand } from './commands.js';
import type { Turn } from './turn.js';

const VERBS = ['grant', 'withdraw', 'owner', 'removeOwner'] as const;
export type Verb = (typeof VERBS)[number];

/** What was typed about a person: what is to happen, and with whom. */
export interface TypedPerson {
  readonly verb: Verb;
  readonly who: string;
}

/** Refusals about whom was named: they stand beside the field, and it is asked again. */
const ABOUT_THE_PERSON: readonly RefusalCode[] = [
  'PersonNotFound',
  'PersonAmbiguous',
  'EmailInvalid',
  'GrantToSelf',
];

/** "grant Sanjay", "withdraw 2", "owner ann@fabrikam.example", "remove owner 1"; undefined: nothing of the kind. */
export function typedPerson({ words, text }: Turn): TypedPerson | undefined {
  const named = VERBS.flatMap((verb) => {
    const who = afterCommand(words, `dialog.commands.people.${verb}`, text);
    return who === undefined ? [] : [{ verb, who }];
  });
  return named.toSorted((a, b) => a.who.length - b.who.length)[0];
}

/** What a number of the list stands for; anything else as it is. */
export function fromList(who: string, shown: readonly string[] = []): string {
  const number = typedNumber(who, shown.length);
  return (number && shown[number - 1]) || who;
}

/**
 * Carries out a change and says what came of it, then asks again; whom it can not be, beside the field, or as a text
 * where the card has none for it.
 */
export async function changed(
  turn: Turn,
  verb: Verb,
  field: { readonly id: string; readonly value: string } | undefined,
  change: () => Promise<PersonChanged>,
): Promise<Reaction<never>> {
  const { words, replies } = turn;
  try {
    const done = await change();
    await replies.text(words.t(`access.done.${done.changed ? verb : 'already'}`, { name: done.name }));
    return { again: true };
  } catch (error) {
    if (!(error instanceof Refusal) || !ABOUT_THE_PERSON.includes(error.facts.code)) throw error;
    const wrong = wordsOf(turn, error.facts);
    if (field) return { again: true, entries: { [field.id]: field.value }, errors: { [field.id]: wrong } };
    await replies.text(wrong);
    return { again: true };
  }
}
