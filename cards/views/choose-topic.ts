/** What a support request is about: issue type, then problem type, then category, as the portal's form names them. */
import { type TopicPath, topicNames, topicsBelow } from '../../domain/policy/support-topics.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { numbered } from './choices.js';

export interface ChooseTopicFacts {
  readonly customerName: string;
  /** What is chosen so far. */
  readonly path: TopicPath;
}

/** Asks for `topic`, one of those below what is chosen so far. */
export function chooseTopicCard(words: Words, { customerName, path }: ChooseTopicFacts, ask: Ask): Card {
  const chosen = topicNames(path);
  const level = (['issueType', 'problemType', 'category'] as const)[chosen.length] ?? 'category';
  const choices = topicsBelow(path).map(({ id, name }) => ({ value: id, title: name }));
  return renderCard(
    'choose-topic',
    ask.cardId,
    {
      title: words.t('support.title'),
      context: short(customerName),
      hasChosen: chosen.length > 0,
      chosen: chosen.join(' › '),
      mistakes: mistakes(words, ask),
      choice: { ...field(ask, 'topic'), label: words.t(`refund.filed.${level}`) },
      choices: numbered(words, choices),
      returns: words.t('support.returns'),
      english: words.t('support.english'),
      next: words.t('common.next'),
      back: words.t('support.back'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}
