/** What can be typed, in a few lines. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { JOBS, jobTitles } from './jobs.js';

export interface HelpFacts {
  readonly localMode: boolean;
  /** What the user is in the middle of, in words; absent: nothing. */
  readonly flow?: string;
}

/** The commands with what each does; acting as a role only in local mode. */
export function helpCard(words: Words, { localMode, flow = '' }: HelpFacts): Card {
  const commands = [...JOBS, 'question', 'cancel', 'startOver', 'language', ...(localMode ? ['actAs'] : [])];
  return renderCard(
    'help',
    '',
    {
      title: words.t('help.title'),
      inFlow: flow !== '',
      flow: flow === '' ? '' : words.t('help.inFlow', { flow: short(flow) }),
      lines: commands.map((command) => ({
        command: words.t(`help.command.${command}`),
        meaning: words.t(`help.line.${command}`),
      })),
      atOnce: words.t('help.atOnce'),
      numbers: words.t('help.numbers'),
      jobs: jobTitles(words),
    },
    { lang: words.locale },
  );
}
