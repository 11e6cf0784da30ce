/** Asking a colleague who may do it: what was prepared, whom to ask, and a note (rules section 1). */
import type { ColleaguesToAsk, Page } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { itemLines, wishLine } from './handover-lines.js';
import { roleName } from './names.js';

/** Longest note that the book takes. */
const LONGEST_NOTE = 300;

export interface AskColleagueFacts extends Omit<ColleaguesToAsk, 'colleagues'> {
  readonly colleagues: Page<ColleaguesToAsk['colleagues'][number]>;
}

/** Asks for `colleague`, by id, and `note`. */
export function askColleagueCard(words: Words, facts: AskColleagueFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`handover.ask.${key}`);
  const choices = facts.colleagues.items.map(({ id, name, roles }) => ({
    value: id,
    title: words.t('handover.ask.row', {
      name: short(name, LONGEST_NAME),
      roles: words.list(roles.map((role) => roleName(words, role))),
    }),
  }));
  const next = nextPage(words, facts.colleagues);
  return renderCard(
    'ask-colleague',
    ask.cardId,
    {
      title: t('title'),
      context: short(facts.customerName),
      mistakes: mistakes(words, ask),
      what: wishLine(words, facts.wish),
      items: itemLines(words, facts.items),
      choice: {
        ...field(ask, 'colleague'),
        value: preset(choices, ask.entries?.colleague),
        label: t('colleague'),
      },
      choices: numbered(words, choices),
      note: { ...field(ask, 'note', '', LONGEST_NOTE), label: t('note') },
      again: t('again'),
      ask: t('ask'),
      hasMore: next.more,
      more: next.moreTitle,
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}
