/** Whom somebody means who types a name or an e-mail address. */
import { z } from 'zod';
import { Refusal } from '../refusals.js';
import { normalized, wordsIn } from '../search/text.js';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** As much of what was typed as a refusal repeats. */
const REPEATED_CHARACTERS = 60;
/** Names that a refusal gives to choose from. */
const MOST_NAMED = 5;
/** A word of a name that is shorter says too little. */
const SHORTEST_WORD = 2;

const emailSchema = z.string().trim().pipe(z.email().max(200));

/**
 * The one of these people who is meant by an id, an e-mail address, a name, or words that each begin a part of one
 * name only: "sanjay" does where there is one Sanjay.
 * @throws Refusal PersonNotFound; PersonAmbiguous with the names that fit.
 */
export function requirePerson<P extends Person>(people: readonly P[], text: string): P {
  const typed = normalized(text);
  const whole = people.filter(({ id, email }) => id === text || normalized(email) === typed);
  const named = people.filter(({ name }) => normalized(name) === typed);
  const partly = people.filter(({ name }) => begins(wordsIn(name), wordsIn(text)));
  const found = [whole, named, partly].find(({ length }) => length > 0) ?? [];
  const [only] = found;
  if (!only) throw new Refusal({ code: 'PersonNotFound', text: repeated(text) });
  if (found.length === 1) return only;
  const names = found.slice(0, MOST_NAMED).map(({ name, email }) => `${name} (${email})`);
  throw new Refusal({ code: 'PersonAmbiguous', text: repeated(text), names });
}

function begins(parts: readonly string[], words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => word.length >= SHORTEST_WORD && parts.some((part) => part.startsWith(word)))
  );
}

/** An e-mail address as it is kept: without blanks around it, in lower case. @throws Refusal EmailInvalid. */
export function requireEmail(text: string): string {
  const checked = emailSchema.safeParse(text);
  if (!checked.success) throw new Refusal({ code: 'EmailInvalid', text: repeated(text) });
  return checked.data.toLowerCase();
}

function repeated(text: string): string {
  return Array.from(text.trim()).slice(0, REPEATED_CHARACTERS).join('');
}
