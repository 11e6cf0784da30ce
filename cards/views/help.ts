/** What can be typed, in a few lines. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Job, jobTitles } from './jobs.js';

export interface HelpFacts {
  readonly localMode: boolean;
  /** What the user is in the middle of, in words; absent: nothing. */
  readonly flow?: string;
}

type Command = Job | 'question' | 'cancel' | 'startOver' | 'language' | 'actAs';

/** The commands by what they are about, the most used first. */
const GROUPS: readonly { readonly group: string; readonly commands: readonly Command[] }[] = [
  { group: 'deals', commands: ['buy', 'refund', 'exchange', 'compare', 'bulk', 'permissions', 'copy'] },
  { group: 'look', commands: ['customers', 'reservations', 'attention', 'expiring', 'orders', 'activity'] },
  { group: 'follow', commands: ['requests', 'support', 'placed', 'handovers', 'ask'] },
  { group: 'manage', commands: ['configure', 'renew', 'access', 'subscriptions', 'country'] },
  {
    group: 'company',
    commands: ['settings', 'colleagues', 'accessRequests', 'prices', 'rates', 'policy', 'notices'],
  },
  { group: 'always', commands: ['question', 'cancel', 'startOver', 'language', 'actAs'] },
];

/** The commands with what each does; acting as a role only in local mode. */
export function helpCard(words: Words, { localMode, flow = '' }: HelpFacts): Card {
  return renderCard(
    'help',
    '',
    {
      title: words.t('help.title'),
      inFlow: flow !== '',
      flow: flow === '' ? '' : words.t('help.inFlow', { flow: short(flow) }),
      groups: GROUPS.map(({ group, commands }) => ({
        title: words.t(`help.group.${group}`),
        lines: commands
          .filter((command) => localMode || command !== 'actAs')
          .map((command) => ({
            command: words.t(`help.command.${command}`),
            meaning: ` — ${words.t(`help.line.${command}`)}`,
          })),
      })),
      atOnce: words.t('help.atOnce'),
      numbers: words.t('help.numbers'),
      jobs: jobTitles(words),
    },
    { lang: words.locale },
  );
}
