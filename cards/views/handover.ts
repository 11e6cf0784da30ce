/** Handovers: the list of them, and one of them with what can be done with it (rules section 1). */
import type { HandoverDetail, HandoverFacts, HandoverNews, Page } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { itemLines, wishLine } from './handover-lines.js';
import { requestStateName } from './names.js';
import { refusalText } from './refusal.js';

/** Longest reason that the book takes. */
const LONGEST_REASON = 300;
const LONGEST_IN_ROW = 40;

export interface HandoverListFacts {
  /** Where the list is of one customer. */
  readonly customerName?: string;
  readonly handovers: Page<HandoverFacts>;
}

/** Asks for `handover`, as "<customer id>/<number>". */
export function chooseHandoverCard(words: Words, facts: HandoverListFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`handover.choose.${key}`);
  const { handovers, customerName } = facts;
  const choices = handovers.items.map((one) => ({ value: handoverValue(one), title: row(words, one) }));
  const next = nextPage(words, handovers);
  return renderCard(
    'choose-handover',
    ask.cardId,
    {
      title: t('title'),
      context: customerName === undefined ? t('mine') : short(customerName),
      mistakes: mistakes(words, ask),
      empty: choices.length === 0,
      none: t('none'),
      choice: { ...field(ask, 'handover'), value: preset(choices, ask.entries?.handover), label: t('label') },
      choices: numbered(words, choices),
      open: t('open'),
      hasMore: next.more,
      more: next.moreTitle,
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** What stands for a handover in a choice: a number is only looked for within one customer. */
export function handoverValue({ customerId, handover }: HandoverFacts): string {
  return `${customerId}/${handover.number}`;
}

/** What the greeting says of handovers: what waits, and what became of those that the user asked for. */
export function newsLines(words: Words, { waiting, answered }: HandoverNews): string[] {
  return [
    ...(waiting > 0 ? [words.t('handover.news.waiting', { count: waiting })] : []),
    ...(answered > 0 ? [words.t('handover.news.answered', { count: answered })] : []),
  ];
}

function row(words: Words, { handover, customerName }: HandoverFacts): string {
  return words.t('handover.choose.row', {
    what: wishLine(words, handover.wish),
    customer: short(customerName, LONGEST_IN_ROW),
    from: short(handover.from.name, LONGEST_IN_ROW),
    to: short(handover.to.name, LONGEST_IN_ROW),
    state: requestStateName(words, handover.state).toLocaleLowerCase(words.locale),
  });
}

/** One handover. Whoever was asked does it or declines it (`reason`); whoever asked sees what became of it, or withdraws it. */
export function handoverCard(words: Words, detail: HandoverDetail, ask: Ask): Card {
  const t = (key: string) => words.t(`handover.one.${key}`);
  const { handover, toMe, fromMe, problem, items } = detail;
  const { from, to, note, state, closed } = handover;
  const open = state === 'open';
  const title = wishLine(words, handover.wish);
  const view = {
    title: t('title'),
    context: short(detail.customerName),
    mistakes: mistakes(words, ask),
    what: title,
    items: itemLines(words, items),
    asked: words.t('handover.one.asked', {
      number: clean(handover.number),
      from: short(from.name, LONGEST_NAME),
      to: short(to.name, LONGEST_NAME),
      moment: words.moment(handover.at),
    }),
    hasNote: note !== undefined,
    note: words.t('handover.one.note', { note: clean(note ?? '') }),
    isClosed: closed !== undefined,
    closed: closed ? closedLine(words, detail) : '',
    hasProblem: problem !== undefined,
    problemTitle: t('problem'),
    problem: problem ? refusalText(words, problem) : '',
    mayDo: toMe && open && !problem,
    again: t('again'),
    do: t('do'),
    mayDecline: toMe && open,
    reason: { ...field(ask, 'reason', '', LONGEST_REASON), label: t('reason') },
    decline: t('decline'),
    mayWithdraw: fromMe && open,
    withdraw: t('withdraw'),
    close: t('close'),
  };
  return renderCard('handover', ask.cardId, view, { lang: words.locale, speak: `${view.title}: ${title}` });
}

/** "Done by Erik on …: request RQ-1", "Declined by Erik on …: why". */
function closedLine(words: Words, { handover: { state, closed } }: HandoverDetail): string {
  return words.t(`handover.closed.${state}`, {
    by: short(closed?.by.name ?? '', LONGEST_NAME),
    moment: closed ? words.moment(closed.at) : '',
    reason: clean(closed?.reason ?? ''),
    subject: clean(closed?.subject ?? 'none'),
  });
}
