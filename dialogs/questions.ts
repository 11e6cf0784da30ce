/** What is answered from the rules at any time: what a text asks, and questions that stand on a button. */
import type { Card } from '../cards/card.js';
import { type Understood, understand } from '../cards/questions.js';
import { answerCard, type Where, whichQuestionCard } from '../cards/views/answer.js';
import { questionWith } from '../domain/questions/questions.js';
import type { Wish } from './one-line/wish.js';
import type { Turn } from './turn.js';

/** The job that buttons of questions name. */
export const QUESTIONS_JOB = 'questions';

/** What was asked, and in which language. */
type Asked = Pick<Turn, 'words' | 'text'>;

/** The answer to the question with this id, shown there; undefined where there is none. */
export function answerFor({ words }: Asked, questionId: string, where: Where = 'private'): Card | undefined {
  const question = questionWith(questionId);
  return question && answerCard(words, question, where);
}

/**
 * The answer to a text with nothing open, or the questions that it may ask. A text that names a job is a question
 * only where it looks like one and its words are known: "cancel fee?", but not "refund Woodgrove?".
 */
export function answerTo(turn: Asked, wish?: Wish, where: Where = 'private'): Card | undefined {
  if (wish && !saysMore(wish)) return undefined;
  const asked = looksAsked(turn);
  const understood = understand(turn.words, turn.text);
  if (wish ? asked && understood.firm : asked || understood.firm) return cardOf(turn, understood, where);
  return undefined;
}

/** True where more was said than the job. */
function saysMore({ customer, returns, purchases }: Wish): boolean {
  return customer !== '' || returns.length + purchases.length > 0;
}

/**
 * The answer to a question in the middle of a flow: only what ends in a question mark; one word is an answer to the
 * flow. "firm": only where most of its words are known.
 */
export function answerAmidst(turn: Asked, known: 'firm' | 'some'): Card | undefined {
  if (!/\s.*\?$/.test(turn.text)) return undefined;
  const understood = understand(turn.words, turn.text);
  return understood.firm || known === 'some' ? cardOf(turn, understood) : undefined;
}

function cardOf(
  { words }: Asked,
  { sure, candidates }: Understood,
  where: Where = 'private',
): Card | undefined {
  if (sure) return answerCard(words, sure, where);
  return candidates.length > 0 ? whichQuestionCard(words, candidates) : undefined;
}

/** True for what ends in a question mark or begins as questions do. */
function looksAsked({ words, text }: Asked): boolean {
  const lower = text.toLocaleLowerCase(words.locale);
  const begins = words.t('questions.begins').split('|');
  return text.endsWith('?') || begins.some((word) => lower.startsWith(`${word} `));
}
