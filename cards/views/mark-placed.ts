/** Marking something that is recorded here as placed in Partner Center: choosing it, and the number that Microsoft gave. */
import type { Page, Placeable, PlaceableFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { nextPage, numbered, preset } from './choices.js';

export interface UnplacedFacts {
  readonly customerName: string;
  readonly placeables: Page<Placeable>;
}

/** What of a customer is recorded and not yet placed; asks for `what`. */
export function chooseUnplacedCard(
  words: Words,
  { customerName, placeables }: UnplacedFacts,
  ask: Ask,
): Card {
  const t = (key: string) => words.t(`request.unplaced.${key}`);
  const choices = placeables.items.map((placeable) => ({
    value: placeable.what,
    title: words.t('request.unplaced.row', {
      what: placeableLine(words, placeable),
      moment: words.moment(placeable.at),
      by: short(placeable.by),
    }),
  }));
  const next = nextPage(words, placeables);
  return renderCard(
    'choose-unplaced',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('request.unplaced.context', {
        customer: short(customerName),
        total: placeables.total,
      }),
      mistakes: mistakes(words, ask),
      empty: choices.length === 0,
      none: t('none'),
      choice: { ...field(ask, 'what'), value: preset(choices, ask.entries?.what), label: t('label') },
      choices: numbered(words, choices),
      next: t('next'),
      hasMore: next.more,
      more: next.moreTitle,
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** Asks for `placedNumber`, where Microsoft gives one (rules section 2, "Where an act takes effect"). */
export function markPlacedCard(words: Words, { customerName, placeable }: PlaceableFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`request.placed.${key}`);
  return renderCard(
    'mark-placed',
    ask.cardId,
    {
      title: t('title'),
      context: short(customerName),
      mistakes: mistakes(words, ask),
      what: placeableLine(words, placeable),
      since: words.t('request.placed.since', {
        moment: words.moment(placeable.at),
        name: short(placeable.by),
      }),
      asksNumber: takesNumber(placeable),
      placedNumber: field(ask, 'placedNumber'),
      label: t('number'),
      question: t('question'),
      mark: t('mark'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** Whether Microsoft gives it a number: a permission has none. */
export function takesNumber({ number }: Placeable): boolean {
  return number !== '';
}

/** "Order RD-7K2M9QXA · USD 1,038.00". */
export function placeableLine(words: Words, { kind, number, total }: Placeable): string {
  return words.t(`request.placed.${kind}`, {
    number: clean(number),
    amount: total ? words.money(total.amount, total.currency) : '',
  });
}

/** What is said once it is marked. */
export function markedPlacedText(words: Words, { placeable }: PlaceableFacts): string {
  return words.t('request.placed.done', {
    what: placeableLine(words, placeable),
    number: short(placeable.placement.number ?? 'none'),
  });
}
