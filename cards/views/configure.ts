/** Configuration of a reservation (rules section 3): the form for scope and subscription, and what was saved. */
import type { ConfigurationForm, Configured, NamedConfiguration } from '../../domain/answers.js';
import { type Reservation, SCOPES, type Subscription } from '../../domain/model.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, numbered } from './choices.js';
import { productWhere, scopeName, typeName } from './names.js';
import { refusalText, refusalTitle } from './refusal.js';

/** More subscriptions than this are typed: a list of them would be too long for a card. */
const MOST_LISTED = 40;

/** Where a customer's reservations are managed; a constant, as every link of a card. */
const CUSTOMERS = 'https://partner.microsoft.com/dashboard/v2/customers/list';

/** Asks for `scope` and `subscription`: the id where they are listed, else the name as typed. */
export function configureCard(words: Words, form: ConfigurationForm, ask: Ask): Card {
  const { reservation, subscriptions } = form;
  const t = (key: string) => words.t(`page.configure.${key}`);
  const picks = subscriptions.length <= MOST_LISTED;
  const [own] = subscriptions;
  return renderCard(
    'configure',
    ask.cardId,
    {
      title: t('title'),
      ...productView(words, form),
      mistakes: mistakes(words, ask),
      problem: problemView(words, form.needs),
      scope: field(ask, 'scope', reservation.scope),
      scopes: numbered(
        words,
        SCOPES.map((scope) => ({ value: scope, title: t(`scopes.${scope}`) })),
      ),
      subscription: field(ask, 'subscription', picks ? own?.id : own?.name),
      subscriptions: picks
        ? subscriptions.map(({ id, name }) => ({ value: id, title: short(name, LONGEST_NAME) }))
        : [],
      picks,
      labels: {
        scope: words.t('reservation.one.scope'),
        subscription: words.t('reservation.one.subscription'),
        subscriptionText: t('subscriptionText'),
      },
      quota: t('quota'),
      note: t('note'),
      save: t('save'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** The subscription that a text means: by its id or its whole name; undefined where it is none, or more than one. */
export function subscriptionMeant(
  { locale }: Words,
  subscriptions: readonly Subscription[],
  text: string,
): Subscription | undefined {
  const wanted = text.trim().toLocaleLowerCase(locale);
  const byId = subscriptions.find(({ id }) => id === text);
  const named = subscriptions.filter(({ name }) => name.toLocaleLowerCase(locale) === wanted);
  const part = subscriptions.filter(({ name }) => name.toLocaleLowerCase(locale).includes(wanted));
  const [only] = named.length > 0 ? named : part;
  return byId ?? (wanted !== '' && (named.length || part.length) === 1 ? only : undefined);
}

/** What was saved, from what to what, and how it takes effect at Microsoft. */
export function configuredCard(words: Words, configured: Configured): Card {
  const { changed, before, after, reservation, placement } = configured;
  const t = (key: string) => words.t(`page.configured.${key}`);
  const recorded = placement?.state === 'recorded';
  return renderCard(
    'configured',
    '',
    {
      title: t(changed ? 'title' : 'same'),
      ...productView(words, configured),
      rows: changes(words, before, after),
      recorded,
      recordedText: t('recorded'),
      placed: placement?.state === 'placed',
      placedText: t('placed'),
      isSingle: after.scope === 'single' && before.scope !== 'single',
      quota: words.t('page.configure.quota'),
      paste: { heading: t('paste'), lines: pasteLines(words, configured).map((text) => ({ text })) },
      link: t('link'),
      url: CUSTOMERS,
      back: t('back'),
      markPlaced: words.t('buy.placed.markPlaced'),
      what: `configuration/${reservation.id}/${reservation.configured?.at ?? ''}`,
      customerId: configured.customerId,
      reservationId: reservation.id,
    },
    { lang: words.locale },
  );
}

/** What a card about one reservation begins with. */
export function productView(
  words: Words,
  { customerName, reservation }: { readonly customerName: string; readonly reservation: Reservation },
): { readonly context: string; readonly product: string; readonly where: string } {
  const { product, quantity } = reservation;
  return {
    context: short(customerName),
    product: words.t('reservation.product', { quantity, name: short(product.name) }),
    where: `${typeName(words, product.type)} · ${productWhere(words, product)}`,
  };
}

/** A refusal in a box of its own: what stands in the way; not shown where nothing does. */
export function problemView(words: Words, facts: RefusalFacts | undefined): View {
  return facts
    ? { shown: true, title: refusalTitle(words, facts), text: refusalText(words, facts) }
    : { shown: false, title: '', text: '' };
}

/** Both, each with what it was where that is another. */
function changes(words: Words, before: NamedConfiguration, after: NamedConfiguration): View[] {
  const change = (from: string, to: string) =>
    from === to ? to : words.t('history.row.change', { before: from, after: to });
  return [
    {
      label: words.t('reservation.one.scope'),
      value: change(scopeName(words, before.scope), scopeName(words, after.scope)),
    },
    {
      label: words.t('reservation.one.subscription'),
      value: change(short(before.subscriptionName), short(after.subscriptionName)),
    },
  ];
}

/** What whoever changes it in Partner Center needs. */
function pasteLines(words: Words, { customerName, reservation, after }: Configured): string[] {
  const line = (label: string, value: string) => words.t('page.configured.line', { label, value });
  return [
    line(words.t('page.configured.customer'), short(customerName)),
    line(words.t('reservation.one.reservationId'), clean(reservation.id)),
    line(words.t('reservation.one.orderId'), clean(reservation.orderId)),
    line(words.t('reservation.one.scope'), scopeName(words, after.scope)),
    line(words.t('reservation.one.subscription'), short(after.subscriptionName)),
  ];
}
