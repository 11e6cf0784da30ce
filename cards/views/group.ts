/** What the desk says where several people read along: a greeting, what can be asked there, and the way to a private chat. */
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';

/** Questions that stand on the card, to show what can be asked. */
const EXAMPLES = ['customerCancels', 'cap', 'exchangeHow'] as const;

/** The greeting of a group that has taken the desk in: what it does there, and for whom. */
export function groupWelcomeCard(words: Words, link: string | undefined): Card {
  const lines = [words.t('group.here'), words.t('group.private'), words.t('group.who')];
  return groupCard(words, link, { title: words.t('group.hello'), lines, examples: true });
}

/** What can be asked in a group. */
export function groupHelpCard(words: Words, link: string | undefined): Card {
  const lines = [words.t('group.here'), words.t('group.private')];
  return groupCard(words, link, { title: words.t('group.help'), lines, examples: true });
}

/** What was asked for is not for a group: how to go on in private. */
export function inPrivateCard(words: Words, link: string | undefined): Card {
  const lines = [words.t('group.private'), words.t(link === undefined ? 'group.openChat' : 'group.press')];
  return groupCard(words, link, { title: words.t('group.goOn'), lines, examples: false });
}

interface Said {
  readonly title: string;
  readonly lines: readonly string[];
  readonly examples: boolean;
}

function groupCard(words: Words, link: string | undefined, { title, lines, examples }: Said): Card {
  return renderCard(
    'group',
    '',
    {
      title,
      lines: lines.map((text) => ({ text })),
      examples,
      questions: EXAMPLES.map((id) => ({ id, title: words.t(`questions.about.${id}.title`) })),
      hasLink: link !== undefined,
      link: link ?? '',
      open: words.t('group.open'),
    },
    { lang: words.locale },
  );
}
