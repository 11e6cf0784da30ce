/** What somebody is shown who is no user of the desk yet: that they may ask for access, and where that stands. */
import type { Asked } from '../../domain/use-cases/partner/asking-access.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';

/** Where somebody of a known company stands; nothing of the company's is on it but who decided. */
export function newcomerCard(words: Words, asked: Exclude<Asked, { kind: 'stranger' }>): Card {
  const title = words.t(`newcomer.asker.title.${asked.kind}`);
  return renderCard(
    'newcomer',
    '',
    {
      title,
      text: words.t(`newcomer.asker.text.${asked.kind}`, {
        at: momentIn(words, asked),
        by: asked.kind === 'declined' ? short(asked.by) : '',
      }),
      mayAsk: asked.kind === 'mayAsk',
      ask: words.t('newcomer.asker.ask'),
    },
    { lang: words.locale },
  );
}

/** When it was asked or decided; empty where neither was. */
function momentIn(words: Words, asked: Asked): string {
  if (asked.kind === 'open') return words.moment(asked.since);
  return asked.kind === 'declined' ? words.moment(asked.at) : '';
}
