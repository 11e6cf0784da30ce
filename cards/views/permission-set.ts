/** What the permission is now that somebody has switched it (rules section 6). */
import type { PermissionSet } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { jobTitles } from './jobs.js';
import { switchView } from './permission.js';

/** Where a customer's permission is set; a constant, as every link of a card. */
const CUSTOMERS = 'https://partner.microsoft.com/dashboard/v2/customers/list';

/** The card after a switch: on or off, changed or so already, and how it takes effect at Microsoft. */
export function permissionSetCard(words: Words, set: PermissionSet): Card {
  const { facts, changed } = set;
  const t = (key: string) => words.t(`permission.set.${key}`);
  const now = facts.on ? 'On' : 'Off';
  const { placement } = facts;
  const recorded = placement?.state === 'recorded';
  const view = {
    title: t(facts.on ? 'onTitle' : 'offTitle'),
    context: clean(facts.customerName),
    switch: switchView(words, facts),
    lines: (changed ? [t(`turned${now}`), t(`logged${now}`)] : [t(`already${now}`)]).map((text) => ({
      text,
    })),
    placed: {
      shown: placement !== undefined,
      style: recorded ? 'warning' : 'good',
      text: t(recorded ? 'recorded' : 'placed'),
    },
    paste: {
      shown: recorded,
      heading: t('paste'),
      lines: permissionPasteText(words, set)
        .split('\n')
        .map((text) => ({ text })),
    },
    activity: jobTitles(words).activity,
    link: t('link'),
    url: CUSTOMERS,
    markPlaced: t('markPlaced'),
    customerId: facts.customerId,
    what: `permission/${facts.changedAt ?? ''}`,
  };
  return renderCard('permission-set', '', view, { lang: words.locale, speak: view.title });
}

/** What whoever sets it in Partner Center needs: the customer, where, and to what. */
export function permissionPasteText(words: Words, { facts }: PermissionSet): string {
  return [
    words.t('permission.set.pasteCustomer', { customer: clean(facts.customerName) }),
    words.t('permission.set.pasteWhere'),
    words.t(facts.on ? 'permission.set.pasteOn' : 'permission.set.pasteOff'),
  ].join('\n');
}
