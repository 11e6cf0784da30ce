/** What stands in a history, in words: who, which action, from what to what, where an order stands, why not. */
import {
  type ActivityRecord,
  type ActorStamp,
  CONFIGURATION,
  type Order,
  type Placement,
} from '../../domain/model.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { clean, short } from '../plain.js';
import type { Words } from '../words.js';
import { productWhere, roleName } from './names.js';
import { notedName } from './noted-values.js';
import { refusalText, refusalTitle } from './refusal.js';

/** Longest part of a row that comes from the book: a page has many of them, and a card its size. */
export const LONGEST_PART = 44;

/** "Refund filed" for "file refund"; an action that has no words yet as the log names it. */
export function actionName(words: Words, action: string): string {
  const key = `history.action.${action}`;
  return words.has(key) ? words.t(key) : short(action, LONGEST_PART);
}

/** "Ada Lovelace (Admin agent)"; somebody at the customer is said to be there (rules section 6). */
export function whoDid(words: Words, by: ActorStamp | undefined, byCustomer: string | undefined): string {
  if (byCustomer !== undefined)
    return words.t('history.row.byCustomer', { name: short(byCustomer, LONGEST_PART) });
  if (!by) return words.t('history.row.nobody');
  const named = whoseName(words, by);
  if (by.roles.length === 0) return named;
  return words.t('history.row.who', { name: named, roles: rolesOf(words, by) });
}

/** Whoever did it by name; what the configuration did is said to be of nobody in person. */
function whoseName(words: Words, { userId, name, roles }: ActorStamp): string {
  return userId === CONFIGURATION && roles.length === 0
    ? words.t('history.row.configuration')
    : short(name, LONGEST_PART);
}

/** "Admin agent and Global admin": as they were at that moment. */
export function rolesOf(words: Words, by: ActorStamp): string {
  return words.list(by.roles.map((role) => roleName(words, role)));
}

/** "off → on", or what there is of the two; empty where nothing was noted. */
export function changeOf(words: Words, { action, before, after }: ActivityRecord): string {
  const [from, to] = [before, after].map((value = '') =>
    short(notedName(words, action, value), LONGEST_PART),
  );
  return from && to ? words.t('history.row.change', { before: from, after: to }) : from || to || '';
}

/** What a record is about; a product with its region and term in words: "Standard_B1ls · East US · 3 years". */
export function subjectName(words: Words, { subject = '' }: Pick<ActivityRecord, 'subject'>): string {
  const parts = subject.split(' · ').map((part) => {
    const key = ['names.region', 'names.term']
      .map((list) => `${list}.${part}`)
      .find((each) => words.has(each));
    return key === undefined ? part : words.t(key);
  });
  return short(parts.join(' · '), LONGEST_PART);
}

/** "2 × Standard_D2s_v5 — West Europe · 1 year and 2 more": the first item of an order, and how many there are beside it. */
export function itemsOf(words: Words, { items }: Order): string {
  const [first] = items;
  if (!first) return '';
  return words.t(items.length > 1 ? 'history.row.products' : 'history.row.product', {
    quantity: first.quantity,
    product: short(first.product.name, LONGEST_PART),
    where: productWhere(words, first.product),
    more: items.length - 1,
  });
}

/** Whether an order is placed in Partner Center, and under which number (rules section 2). */
export function placementOf(words: Words, { state, number }: Placement): string {
  if (state === 'recorded') return words.t('history.row.recorded');
  return number === undefined
    ? words.t('history.row.placed')
    : words.t('history.row.placedNumber', { number: short(number, LONGEST_PART) });
}

/**
 * Why an attempt was refused, as title and sentences. Records are kept for long: one whose facts the words of today
 * can not take is shown as its code.
 */
export function refusalOf(
  words: Words,
  { refusal }: ActivityRecord,
): { readonly title: string; readonly text: string } {
  if (!refusal) return { title: '', text: '' };
  try {
    const facts = refusal as RefusalFacts;
    return { title: refusalTitle(words, facts), text: refusalText(words, facts) };
  } catch {
    return { title: clean(refusal.code), text: '' };
  }
}
