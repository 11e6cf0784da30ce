/** What is typed about notices: "on", "30 days off", "quiet 18:00-08:00", "time zone Stockholm", "threshold 40". */
import type { Words } from '../cards/words.js';
import { NOTICE_KINDS } from '../domain/model.js';
import type { NoticeChange } from '../domain/use-cases/notices/settings.js';
import { afterCommand, asTyped, commandWords } from './commands.js';

/** Longest answer that is read as one. */
const LONGEST = 100;

/** What a text changes, with or without the name of the job before it; undefined: nothing of the kind. */
export function typedNotices(words: Words, text: string): NoticeChange | undefined {
  const typed = text.trim().slice(0, LONGEST);
  const rest = afterCommand(words, 'dialog.commands.job.notices', typed);
  return orderIn(words, typed) ?? (rest ? orderIn(words, rest) : undefined);
}

function orderIn(words: Words, text: string): NoticeChange | undefined {
  const is = (key: string) => commandWords(words, `notices.typed.${key}`).includes(asTyped(text, words));
  const after = (key: string) => afterCommand(words, `notices.typed.${key}`, text);
  if (is('on')) return everything(true);
  if (is('off')) return everything(false);
  if (is('noQuiet')) return { quiet: { from: '', to: '' } };
  const hours = after('quiet');
  if (hours) return { quiet: fromTo(words, hours) };
  const timeZone = after('timeZone');
  if (timeZone) return { timeZone };
  const threshold = after('threshold');
  if (threshold) return { threshold };
  return oneKind(words, text);
}

function everything(on: boolean): NoticeChange {
  return { wanted: Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, on])) };
}

/** "18:00-08:00", "18:00 to 08:00"; what is not two times stays as it is, to be refused in words. */
function fromTo(words: Words, text: string): { from: string; to: string } {
  const between = ['-', '–', ...commandWords(words, 'notices.typed.until').map((word) => ` ${word} `)];
  const typed = text.toLocaleLowerCase(words.locale);
  const sign = between.find((each) => typed.includes(each));
  const at = sign === undefined ? typed.length : typed.indexOf(sign);
  return { from: text.slice(0, at).trim(), to: text.slice(at + (sign?.length ?? 0)).trim() };
}

/** "expiring 30 off": a kind, and on or off behind it. */
function oneKind(words: Words, text: string): NoticeChange | undefined {
  const typed = asTyped(text, words);
  for (const on of [true, false]) {
    const name = commandWords(words, `notices.typed.${on ? 'on' : 'off'}`)
      .filter((word) => typed.endsWith(` ${word}`))
      .map((word) => typed.slice(0, -word.length).trim())
      .sort((a, b) => a.length - b.length)[0];
    const kind = NOTICE_KINDS.find((known) =>
      commandWords(words, `notices.typed.kind.${known}`).includes(name ?? ''),
    );
    if (kind) return { wanted: { [kind]: on } };
  }
  return undefined;
}
