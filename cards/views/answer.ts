/** The answer to a question, with the page that it comes from; and the likeliest questions, to choose from. */
import { pageOf, type Question, relatedTo } from '../../domain/questions/questions.js';
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { jobTitles } from './jobs.js';

/** In a group nothing can be begun, only asked. */
export type Where = 'private' | 'group';

/** What the desk knows of it, the job that does it (but for a group), the source, and what is asked next. */
export function answerCard(words: Words, question: Question, where: Where = 'private'): Card {
  const { id, job, page, basis } = question;
  const source = words.t(`questions.source.${basis}`, { page: words.t(`questions.page.${page}`) });
  return renderCard(
    'answer',
    '',
    {
      title: titleOf(words, question),
      lines: words
        .t(`questions.about.${id}.answer`)
        .split('\n')
        .map((text) => ({ text })),
      isDecided: basis === 'desk',
      decided: words.t('questions.decided'),
      canBegin: where === 'private',
      hint: words.t(`questions.job.${job}`),
      job,
      jobTitle: jobTitles(words)[job],
      source,
      url: pageOf(question),
      relatedTitle: words.t('questions.related'),
      related: buttons(words, relatedTo(question)),
    },
    { lang: words.locale },
  );
}

/** Asks which of these questions is meant. */
export function whichQuestionCard(words: Words, questions: readonly Question[]): Card {
  return renderCard(
    'which-question',
    '',
    {
      title: words.t('questions.which.title'),
      hint: words.t('questions.which.hint'),
      questions: buttons(words, questions),
    },
    { lang: words.locale },
  );
}

const titleOf = (words: Words, { id }: Question) => words.t(`questions.about.${id}.title`);

function buttons(words: Words, questions: readonly Question[]): { id: string; title: string }[] {
  return questions.map((question) => ({ id: question.id, title: titleOf(words, question) }));
}
