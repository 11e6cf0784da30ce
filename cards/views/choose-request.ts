/** Support requests to choose from: of one customer or of all, open ones or all. */
import type { RequestFacts, RequestList } from '../../domain/answers.js';
import { requestKind } from '../../domain/model.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { nextPage, numbered, preset } from './choices.js';
import { requestStateName } from './names.js';

export interface ChooseRequestFacts {
  readonly list: RequestList;
  /** Only open ones are listed. */
  readonly onlyOpen: boolean;
}

const LONGEST_IN_ROW = 40;
const MOST_NAMED = 5;

/** Asks for `request`, as "<customer id>/<number>"; the other button shows settled ones too, or open ones only. */
export function chooseRequestCard(words: Words, { list, onlyOpen }: ChooseRequestFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`request.choose.${key}`);
  const { requests, unreadable, customerName } = list;
  const choices = requests.items.map((facts) => ({
    value: requestValue(facts),
    title: row(words, facts, customerName === undefined),
  }));
  const next = nextPage(words, requests);
  return renderCard(
    'choose-request',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('request.choose.context', {
        customer: customerName === undefined ? t('everybody') : short(customerName),
        total: requests.total,
      }),
      mistakes: mistakes(words, ask),
      hasUnreadable: unreadable.length > 0,
      unreadable: words.t('request.choose.unreadable', { names: namesOf(words, unreadable) }),
      empty: choices.length === 0,
      none: t(onlyOpen ? 'noneOpen' : 'none'),
      choice: {
        ...field(ask, 'request'),
        value: preset(choices, ask.entries?.request),
        label: t('label'),
      },
      choices: numbered(words, choices),
      next: t('open'),
      hasMore: next.more,
      more: next.moreTitle,
      show: t(onlyOpen ? 'showAll' : 'showOpen'),
      showAction: onlyOpen ? 'showAll' : 'showOpen',
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** What stands for a request in a choice: a number is only looked for within one customer. */
export function requestValue({ customerId, request }: RequestFacts): string {
  return `${customerId}/${request.number}`;
}

function row(words: Words, facts: RequestFacts, ofAll: boolean): string {
  const { request, ageDays } = facts;
  return words.t(`request.choose.${ofAll ? 'row' : 'rowOfCustomer'}`, {
    number: clean(request.number),
    customer: short(facts.customerName, LONGEST_IN_ROW),
    what: requestLine(words, facts),
    state: requestStateName(words, request.state).toLocaleLowerCase(words.locale),
    age: words.t('request.age', { days: ageDays }),
    by: short(request.by.name, LONGEST_IN_ROW),
    worker: request.assignee ? short(request.assignee.by.name, LONGEST_IN_ROW) : 'none',
  });
}

/** "Refund USD 3,159.20"; of any other request its subject. */
function requestLine(words: Words, { request, total }: RequestFacts): string {
  const kind = words.t(`request.kind.${requestKind(request)}`);
  if (total)
    return words.t('request.kind.amount', { kind, amount: words.money(total.amount, total.currency) });
  const subject = short(request.matter?.subject ?? '', LONGEST_IN_ROW);
  return words.t('request.kind.subject', { kind, subject });
}

function namesOf(words: Words, names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name) => short(name));
  const count = names.length - named.length;
  return count > 0
    ? words.t('request.choose.andMore', { names: named.join(', '), count })
    : words.list(named);
}
