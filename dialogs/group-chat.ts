/**
 * What is answered where several people read along: questions about the rules, and help. Everything else is for a
 * chat with the desk alone, where nobody else sees customers and amounts; what was typed is not said again.
 */
import type { Card } from '../cards/card.js';
import { groupHelpCard, inPrivateCard } from '../cards/views/group.js';
import { JOBS } from '../cards/views/jobs.js';
import { says } from './card-prompt.js';
import { answerFor, answerTo, QUESTIONS_JOB } from './questions.js';
import type { Submit, Turn } from './turn.js';

/** What was said in a group. */
export interface SaidInGroup extends Pick<Turn, 'words' | 'text'> {
  readonly submit: Submit | undefined;
}

/** @param link to a chat with the desk alone; undefined: the channel has none. */
export function groupAnswer(said: SaidInGroup, link: string | undefined): Card {
  const { words, text, submit } = said;
  const inPrivate = inPrivateCard(words, link);
  if (submit) {
    const isQuestion = submit.action === 'start' && submit.values.job === QUESTIONS_JOB;
    return (isQuestion && answerFor(said, submit.values.question ?? '', 'group')) || inPrivate;
  }
  const asksHelp = ['dialog.commands.help', 'dialog.commands.hello'].some((key) => says(said, key));
  if (text === '' || asksHelp) return groupHelpCard(words, link);
  // "buy" and "file" are no questions, although there are some about them.
  const isWord = !/[\s?]/.test(text);
  if (isWord || JOBS.some((job) => says(said, `dialog.commands.job.${job}`))) return inPrivate;
  return answerTo(said, undefined, 'group') ?? inPrivate;
}
