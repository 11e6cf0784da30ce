/** People with access, as lines and rows: by their role, or given to them. */
import type { Granted } from '../../domain/answers/access.js';
import type { Page } from '../../domain/answers.js';
import type { PartnerUser } from '../../domain/model.js';
import { short } from '../plain.js';
import type { Words } from '../words.js';
import { LONGEST_NAME } from './choices.js';
import { roleName } from './names.js';

/** Names that a line shows before "and … more". */
const NAMES_SHOWN = 5;

/** "Anna Lindqvist and Giulia Rossi. Their role needs no access." */
export function byRoleLine(words: Words, users: readonly PartnerUser[]): string {
  if (users.length === 0) return words.t('access.nobodyByRole');
  const names = users.slice(0, NAMES_SHOWN).map(({ name }) => short(name, LONGEST_NAME));
  const count = users.length - names.length;
  return words.t('access.byRoleNote', {
    names: count > 0 ? words.t('access.andMore', { names: names.join(', '), count }) : words.list(names),
  });
}

/** "Sanjay Mehta — Sales agent"; of a user of the customer the e-mail address, and that it is one. */
export function grantedRow(words: Words, { kind, name, roles, removed }: Granted): string {
  const key = kind === 'customerUser' ? kind : removed ? 'removed' : kind;
  return words.t(`access.row.${key}`, { name: short(name, LONGEST_NAME), roles: rolesLine(words, roles) });
}

/** "Sales agent and Helpdesk agent". */
export function rolesLine(words: Words, roles: Granted['roles']): string {
  return roles.length === 0
    ? words.t('access.noRole')
    : words.list(roles.map((role) => roleName(words, role)));
}

/** Lines "1 · Sanjay Mehta — Sales agent", with the numbers that can be typed, and how many more there are. */
export function grantedLines(words: Words, page: Page<Granted>): { readonly text: string }[] {
  const rows = page.items.map((granted) => grantedRow(words, granted));
  return numberedLines(words, rows, page.total - rows.length);
}

/** Rows with their numbers, then how many more there are beside them. */
export function numberedLines(
  words: Words,
  rows: readonly string[],
  more: number,
): { readonly text: string }[] {
  return [
    ...rows.map((row, i) => ({ text: words.t('access.numberedRow', { number: i + 1, row }) })),
    ...(more > 0 ? [{ text: words.t('subscription.more', { count: more }) }] : []),
  ];
}
