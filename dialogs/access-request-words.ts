/** What is typed about a request for access: "approve 1 as helpdesk agent", "decline 2", "email eva@contoso.example". */
import type { Role } from '../domain/model.js';
import { roleIn } from './colleague-words.js';
import { afterCommand, commandWords } from './commands.js';
import type { Turn } from './turn.js';

const VERBS = ['approve', 'decline'] as const;
const FIELDS = ['name', 'email'] as const;
const EMAIL = /\S+@\S+/;

export interface TypedDecision {
  readonly verb: (typeof VERBS)[number];
  /** Of the row that is meant, as typed; empty: none is named. */
  readonly number: string;
  readonly roles: readonly Role[];
  /** Empty: none is named. */
  readonly email: string;
  /** Words that mean nothing here. */
  readonly others: string;
}

/** What a text decides, in the user's language or in English; undefined where it begins with no verb of these. */
export function typedDecision(turn: Turn, text: string): TypedDecision | undefined {
  for (const verb of VERBS) {
    const rest = afterCommand(turn.words, `newcomer.typed.${verb}`, text);
    if (rest !== undefined) return { verb, ...partsOf(turn, rest) };
  }
  return undefined;
}

function partsOf({ words }: Turn, text: string): Omit<TypedDecision, 'verb'> {
  const email = (EMAIL.exec(text)?.[0] ?? '').replace(/[,;.]+$/, '');
  const roles: Role[] = [];
  let rest = text.replace(EMAIL, ' ');
  for (let found = roleIn(words, rest); found; found = roleIn(words, rest)) {
    roles.push(found.role);
    rest = found.others;
  }
  const between = new Set(commandWords(words, 'newcomer.typed.between'));
  const left = rest
    .split(/[\s,;]+/)
    .filter((word) => word !== '' && !between.has(word.toLocaleLowerCase(words.locale)));
  const number = left.find((word) => /^\d{1,3}$/.test(word)) ?? '';
  return { number, roles, email, others: left.filter((word) => word !== number).join(' ') };
}

/** "name Eva Jansson", "email eva@contoso.example": the field and what goes in it. */
export function typedField(
  { words }: Turn,
  text: string,
): { readonly [field in (typeof FIELDS)[number]]?: string } | undefined {
  for (const field of FIELDS) {
    const value = afterCommand(words, `newcomer.typed.${field}`, text);
    if (value) return { [field]: value };
  }
  return undefined;
}
