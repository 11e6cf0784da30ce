/** In which language the desk answers: the channel's, until the user asks for another. */
import { wordsFor } from '../cards/words.js';
import type { Desk } from '../domain/desk.js';
import { LANGUAGES, type Language } from '../domain/model.js';
import { asTyped } from './commands.js';
import type { TurnContext } from './sdk.js';
import { carryTurn, type Turn } from './turn.js';

const EVERY = LANGUAGES.map((language) => wordsFor(language));

/** The words that a message lists, in every language: who asks for a language may not speak the present one. */
function everyWord(key: string): ReadonlySet<string> {
  return new Set(EVERY.flatMap((words) => words.t(key).split('|')));
}

const FILLER = everyWord('dialog.commands.languageFiller');
const NAMES = LANGUAGES.map(
  (language) => [language, everyWord(`dialog.commands.language.${language}`)] as const,
);

/** The language that a whole text asks for, in whatever language: "svenska", "in het engels", "language dutch". */
export function askedLanguage(text: string): Language | undefined {
  const typed = asTyped(text, wordsFor('en')).split(/[\s:,]+/);
  const named = typed.filter((word) => !FILLER.has(word)).join(' ');
  return NAMES.find(([, names]) => names.has(named))?.[0];
}

/** Answers in this language from now on, in this turn too; says so. @throws Refusal UnknownUser. */
export async function speak(desk: Desk, context: TurnContext, turn: Turn, language: Language): Promise<Turn> {
  await desk.setLanguage(turn.actor, language);
  const spoken = { ...turn, words: wordsFor(turn.locale, language) };
  carryTurn(context, spoken);
  await spoken.replies.text(spoken.words.t('dialog.language.switched'));
  return spoken;
}
