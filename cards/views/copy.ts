/** The customer's copy in the chat: of what, what the customer will see, and a link for each language. */
import type { Page } from '../../domain/answers.js';
import { LANGUAGES, type Language } from '../../domain/model.js';
import { dayOf } from '../../domain/term.js';
import type { CopySubject, CustomerCopy } from '../../domain/use-cases/customer-copy.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { nextPage, numbered, preset } from './choices.js';
import { customerCopyPage } from './customer-copy.js';
import { requestStateName } from './names.js';

/** The languages that are spoken where a customer is, as far as the desk speaks them. */
const SPOKEN: Readonly<Record<string, Language>> = { NL: 'nl', BE: 'nl', SR: 'nl', SE: 'sv', AX: 'sv' };

/** The languages to offer a copy in, the customer's own first: the one it chose, else the one of its country. */
export function languagesFor({
  language,
  country = '',
}: Pick<CustomerCopy, 'language' | 'country'>): Language[] {
  const own = language ?? (Object.hasOwn(SPOKEN, country) ? SPOKEN[country] : undefined) ?? LANGUAGES[0];
  return [own, ...LANGUAGES.filter((other) => other !== own)];
}

interface CopyInput {
  readonly copy: CustomerCopy;
  /** The address of the file in each language, the customer's own first; none where no files are offered. */
  readonly links: readonly { readonly language: Language; readonly url: string }[];
}

/** The card of a copy; what it shows is the customer's own amount, never the partner's. */
export function copyCard(words: Words, { copy, links }: CopyInput): Card {
  const { number = '' } = copy;
  const { amount } = customerCopyPage(words, copy, new Date(0)).result;
  const kind = number === '' ? `${copy.about}Quote` : copy.about;
  const view = {
    title: words.t('copy.card.title'),
    context: short(copy.customerName),
    subject: words.t(`copy.card.${kind}`, { number: clean(number) }),
    amount: words.t('copy.card.amount', { amount }),
    note: words.t(links.length === 0 ? 'copy.card.noLinks' : 'copy.card.made'),
    links: links.map(({ language, url }) => ({ title: words.t(`copy.card.pdf.${language}`), url })),
  };
  return renderCard('copy', '', view, { lang: words.locale, speak: `${view.title}: ${view.subject}` });
}

/** The card with which an order, quote or request is chosen to make a copy of: input `what`. */
export function chooseCopyCard(
  words: Words,
  { customerName, subjects }: { readonly customerName: string; readonly subjects: Page<CopySubject> },
  ask: Ask,
): Card {
  const choices = subjects.items.map((subject) => ({ value: subject.what, title: titleOf(words, subject) }));
  const next = nextPage(words, subjects);
  const title = words.t('copy.choose.title');
  const view = {
    title,
    context: short(customerName),
    mistakes: mistakes(words, ask),
    empty: choices.length === 0,
    none: words.t('copy.choose.none'),
    choice: {
      ...field(ask, 'what'),
      value: preset(choices, ask.entries?.what),
      label: words.t('copy.choose.label'),
    },
    choices: numbered(words, choices),
    next: words.t('copy.choose.next'),
    hasMore: next.more,
    more: next.moreTitle,
    cancel: words.t('common.cancel'),
  };
  return renderCard('choose-copy', ask.cardId, view, { lang: words.locale, speak: title });
}

function titleOf(words: Words, { kind, state, number = '', at }: CopySubject): string {
  return words.t(`copy.choose.${state === 'quoted' ? `${kind}Quote` : kind}`, {
    number: clean(number),
    date: words.day(dayOf(at)),
    state: requestStateName(words, state).toLocaleLowerCase(words.locale),
  });
}
