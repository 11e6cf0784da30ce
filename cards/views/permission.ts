/** The permission "Allow customer to purchase", Azure reservations: its state, its checks, its switch (rules section 6). */
import type { PermissionFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, mistakes } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { roleName } from './names.js';

/** Names that a line shows before "and … more". */
const NAMES_SHOWN = 3;

type SwitchView = {
  readonly label: string;
  readonly state: string;
  readonly since: string;
};

/** The card on which the permission is looked at and switched; what must be said before it is turned on stands on it. */
export function permissionCard(words: Words, facts: PermissionFacts, ask?: Ask): Card {
  const t = (key: string) => words.t(`permission.${key}`);
  const met = facts.subscriptions.length > 0 && facts.owned.length > 0;
  const recorded = facts.placement?.state === 'recorded';
  const view = {
    title: t('title'),
    context: clean(facts.customerName),
    mistakes: mistakes(words, ask),
    switch: { ...switchView(words, facts), hasPlaced: recorded, placed: t('recorded') },
    checksHeading: t('checks'),
    checks: checks(words, facts),
    market: { shown: facts.marketBlocked, text: t('market') },
    consequences: {
      shown: !facts.on,
      heading: t('consequences.heading'),
      lines: ['pays', 'notNotified', 'cannot', 'price', 'shared'].map((key) => ({
        text: t(`consequences.${key}`),
      })),
    },
    turningOff: { shown: facts.on && facts.maySwitch, text: t('turningOff') },
    blocked: { shown: !facts.maySwitch, text: t('mayNot') },
    mayAsk: !facts.maySwitch && (facts.on || met),
    askColleague: jobTitles(words).ask,
    handover: facts.on ? 'permission/off' : 'permission/on',
    customerId: facts.customerId,
    canTurnOn: !facts.on && met && facts.maySwitch,
    canTurnOff: facts.on && facts.maySwitch,
    turnOn: t('turnOn'),
    turnOff: t('turnOff'),
    leave: t('leave'),
    needsOwner: facts.ownerNeededOn !== undefined,
    openOwner: t('owner.open'),
    subscriptionId: facts.ownerNeededOn ?? '',
  };
  return renderCard('permission', ask?.cardId ?? '', view, {
    lang: words.locale,
    speak: `${view.switch.label}: ${view.switch.state}`,
  });
}

/** On or off, since when and by whom. */
export function switchView(words: Words, { on, changedAt, changedBy }: PermissionFacts): SwitchView {
  const moment = changedAt ? words.moment(changedAt) : '';
  return {
    label: words.t('permission.switch'),
    state: words.t(on ? 'permission.on' : 'permission.off'),
    since: !changedAt
      ? words.t('permission.never')
      : changedBy
        ? words.t('permission.since', {
            moment,
            name: short(changedBy.name, LONGEST_NAME),
            roles: words.list(changedBy.roles.map((role) => roleName(words, role))),
          })
        : words.t('permission.sinceUnknown', { moment }),
  };
}

/** The two prerequisites, each with what was found or what to do. */
function checks(words: Words, { subscriptions, owned }: PermissionFacts) {
  const found = {
    subscription: subscriptions.map((name) => short(name, LONGEST_NAME)),
    owner: owned.map(({ subscription, owners }) =>
      words.t('permission.owner.entry', {
        owners: someOf(
          words,
          owners.map((owner) => short(owner, LONGEST_NAME)),
        ),
        subscription: short(subscription, LONGEST_NAME),
      }),
    ),
  };
  return (['subscription', 'owner'] as const).map((key) => {
    const met = found[key].length > 0;
    return {
      mark: words.t(met ? 'permission.mark.met' : 'permission.mark.notMet'),
      color: met ? 'good' : 'attention',
      label: words.t('permission.check', { label: words.t(`permission.${key}.label`) }),
      met: words.t(met ? 'permission.met' : 'permission.notMet'),
      detail: met ? someOf(words, found[key]) : words.t(`permission.${key}.missing`),
    };
  });
}

function someOf(words: Words, names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return rest > 0
    ? words.t('permission.andMore', { names: names.slice(0, NAMES_SHOWN).join(', '), count: rest })
    : words.list(names);
}
