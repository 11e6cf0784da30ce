/** Which product, how many, on which subscription? For the cart, or for an exchange. */

import { nanoid } from 'nanoid';
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import type { ChooseProductFacts } from '../cards/views/choose-product.js';
import { chooseProductCard } from '../cards/views/choose-product.js';
import { offerFilterFrom } from '../cards/views/offer-filter.js';
import { refusalText } from '../cards/views/refusal.js';
import type { Offer, OfferFilter, Offers, SubscriptionFacts } from '../domain/answers.js';
import { Refusal, type RefusalCode, type RefusalFacts } from '../domain/refusals.js';
import { isWholeName } from '../domain/search/product-words.js';
import { type Answer, CardPrompt, type Reaction, says } from './card-prompt.js';
import { NUMBERED } from './commands.js';
import type { Services } from './flow.js';
import { notNamed } from './one-line/not-named.js';
import { isNamed, type Manner, quantityOf, type Said } from './one-line/wish.js';
import { type Chosen, chosenIn, filterEntries, keptEntries } from './product-fields.js';
import type { Turn } from './turn.js';

/** What a flow that chooses products keeps, beside its own. */
export interface ChooseProductState {
  readonly customerId: string;
  filter?: OfferFilter;
  /** Products that were spoken of and are still to be chosen; the first is the one that is asked about. */
  said?: readonly Said[] | undefined;
  /** How they are to be bought, where that was said. */
  readonly manner?: Manner | undefined;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
}

/** What came back from the card. */
type Submitted = Extract<Answer, { by: 'card' }>;

/** Longest text that is searched for. */
const LONGEST_SEARCH = 200;

/** What surrounds the offers on the card. */
export type Surroundings = Omit<ChooseProductFacts, 'offers' | 'filter'>;

const FIELD_OF: Partial<Record<RefusalCode, 'quantity' | 'product' | 'subscription'>> = {
  QuantityNotWhole: 'quantity',
  QuantityOutOfRange: 'quantity',
  ProductNotFound: 'product',
  PriceMissing: 'product',
  SegmentNotOffered: 'product',
  FamiliesDiffer: 'product',
  CartFull: 'product',
  SubscriptionNotFound: 'subscription',
  SubscriptionNotActive: 'subscription',
  SubscriptionElsewhere: 'subscription',
  NeedsAzurePlan: 'subscription',
  NeedsAccess: 'subscription',
};

export abstract class ChooseProductPrompt<S extends ChooseProductState, R> extends CardPrompt<S, R> {
  constructor(
    id: string,
    protected readonly services: Services,
  ) {
    super(id);
  }

  /** Everything on the card but the offers. */
  protected abstract surroundings(turn: Turn, state: S): Promise<Surroundings>;

  protected abstract offers(turn: Turn, state: S, filter: OfferFilter): Promise<Offers>;

  /** Puts what was chosen to use. @throws Refusal */
  protected abstract choose(turn: Turn, state: S, chosen: Chosen, cardId: string): Promise<Reaction<R>>;

  /** The button that goes on with what is chosen already. */
  protected abstract goOn(turn: Turn, state: S): Promise<Reaction<R>>;

  /** Of several products that are called so: those that are likelier meant. */
  protected likelier(_turn: Turn, _state: S, offers: readonly Offer[]): Promise<readonly Offer[]> {
    return Promise.resolve(offers);
  }

  /** What was spoken of is chosen where it is one product and no other; else it is asked about, with the rest kept. */
  protected override async known(turn: Turn, state: S): Promise<Reaction<R> | undefined> {
    const [said] = state.said ?? [];
    if (!said) return undefined;
    const quantity = quantityOf(said) || '1';
    const entries = { quantity };
    if (!isNamed(said)) return { again: true, entries };
    const { subscriptions, purpose } = await this.surroundings(turn, state);
    const { offer, error } = await this.named(turn, state, said);
    if (!offer) return { again: true, entries, ...(error ? { errors: { product: error } } : {}) };
    const product = { ...entries, product: offer.product.id };
    // In an exchange it is that of what is returned, unless another is chosen.
    if (purpose === 'buy' && subscriptions.length > 1) return { again: true, entries: product };
    const chosen = { productId: offer.product.id, quantity, subscriptionId: '' };
    return await this.tryChoose(turn, state, chosen, nanoid(), product);
  }

  /** The one offer that is called so. Where there is none, the filter is set to what comes nearest. */
  private async named(turn: Turn, state: S, said: Said): Promise<{ offer?: Offer; error?: string }> {
    const { text, region, term } = said;
    const where = { ...(region ? { region } : {}), ...(term ? { term } : {}) };
    const here = await this.offers(turn, state, { text, ...where });
    if (here.offers.total > 0 && !here.approximate) {
      state.filter = { text, ...where };
      const offer = await this.onlyOffer(turn, state, here, text);
      return offer ? { offer } : {};
    }
    // Not there, or not for so long: what is called so elsewhere comes before what is mistyped.
    const elsewhere = text === '' ? undefined : await this.offers(turn, state, { text });
    const sold = elsewhere !== undefined && elsewhere.offers.total > 0;
    const isNear = here.offers.total > 0 && (!sold || elsewhere.approximate === true);
    const place = (await this.offers(turn, state, where)).offers.total > 0 ? where : {};
    state.filter = isNear ? { text, ...where } : sold ? { text } : place;
    const near = isNear || (sold && elsewhere.approximate === true);
    return { error: notNamed(turn.words, sold || text === '' ? said : { text }, near) };
  }

  /** The only one, or the only one whose whole name it is. */
  private async onlyOffer(
    turn: Turn,
    state: S,
    { offers }: Offers,
    text: string,
  ): Promise<Offer | undefined> {
    if (offers.total > offers.items.length) return undefined;
    const whole = offers.items.filter(({ product }) => isWholeName(product, text));
    const likely = await this.likelier(turn, state, whole.length > 0 ? whole : offers.items);
    return likely.length === 1 ? likely[0] : undefined;
  }

  protected override async show(turn: Turn, state: S, ask: Ask): Promise<Card> {
    const [surroundings, offers] = await Promise.all([
      this.surroundings(turn, state),
      this.offers(turn, state, state.filter ?? {}),
    ]);
    state.shown = offers.offers.items.map(({ product }) => product.id);
    // The card is preset with the segment and sends it back: what was not touched is no new filter.
    state.filter = { segment: surroundings.segment, ...state.filter, page: offers.offers.page };
    const { words, suggests } = turn;
    return chooseProductCard(words, { ...surroundings, offers, filter: state.filter, suggests }, ask);
  }

  protected override async read(turn: Turn, state: S, answer: Answer, ask: Ask): Promise<Reaction<R>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask);
    const { action, values } = answer;
    if (action === 'review') return await this.goOn(turn, state);
    const asked = offerFilterFrom(values);
    const refined = !sameFilter(asked, state.filter ?? {});
    if (action === 'more') {
      state.filter = { ...asked, page: refined ? 1 : (state.filter?.page ?? 1) + 1 };
      return { again: true, entries: values };
    }
    if ((values.quick ?? '').trim() !== '') return await this.readQuick(turn, state, answer, ask);
    if (action === 'search' || !values.product) {
      if (action === 'search' || refined) {
        state.filter = asked;
        return { again: true, entries: values };
      }
      return { again: true, entries: values, errors: { product: turn.words.t('dialog.ask.chooseProduct') } };
    }
    return await this.tryChoose(turn, state, chosenIn(values), ask.cardId, values);
  }

  /** What was chosen of what the channel suggested; or what was typed there and nothing chosen, which is searched for. */
  private async readQuick(
    turn: Turn,
    state: S,
    { action, values }: Submitted,
    ask: Ask,
  ): Promise<Reaction<R>> {
    const quick = (values.quick ?? '').trim();
    const product = await this.services.desk.productWithId(turn.actor, quick);
    const { segment } = offerFilterFrom(values);
    const inSegment = segment ? { segment } : {};
    if (!product) {
      const text = quick.slice(0, LONGEST_SEARCH);
      state.filter = { text, page: 1, ...inSegment };
      return { again: true, entries: { ...filterEntries({ text }), ...keptEntries(values) } };
    }
    const { id, name: text, region, term } = product;
    const entries = { ...filterEntries({ text, region, term }), ...keptEntries(values), product: id };
    const reaction: Reaction<R> =
      action === 'search'
        ? { again: true, entries }
        : await this.tryChoose(turn, state, chosenIn({ ...values, product: id }), ask.cardId, entries);
    // Where it is asked about, the list shows it.
    const asked = 'again' in reaction && reaction.entries === entries;
    if (asked) state.filter = { text, region, term, page: 1, ...inSegment };
    return reaction;
  }

  /** A number of the list, "2", or with how many, "2 x 5"; anything else is searched for. */
  private async readText(turn: Turn, state: S, text: string, ask: Ask): Promise<Reaction<R>> {
    if (says(turn, 'dialog.commands.review')) return await this.goOn(turn, state);
    if (says(turn, 'dialog.commands.more')) {
      state.filter = { ...state.filter, page: (state.filter?.page ?? 1) + 1 };
      return { again: true };
    }
    // What the card shows beside the list holds for a typed answer too.
    const kept = { subscriptionId: ask.entries?.subscription ?? '' };
    const segment = state.filter?.segment;
    const typed = NUMBERED.exec(text);
    const productId = typed && state.shown?.[Number(typed[1]) - 1];
    if (productId) {
      const chosen = {
        productId,
        quantity: typed[2] ?? (quantityOf(state.said?.[0]) || '1'),
        ...kept,
        ...(segment ? { segment } : {}),
      };
      const entries = { product: productId, quantity: chosen.quantity, subscription: kept.subscriptionId };
      return await this.tryChoose(turn, state, chosen, ask.cardId, entries);
    }
    const words = text.slice(0, LONGEST_SEARCH);
    state.filter = { text: words, page: 1, ...(segment ? { segment } : {}) };
    const quantity = quantityOf(state.said?.[0]);
    const entries = { text: words, subscription: kept.subscriptionId };
    return { again: true, entries: quantity ? { ...entries, quantity } : entries };
  }

  private async tryChoose(
    turn: Turn,
    state: S,
    chosen: Chosen,
    cardId: string,
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<R>> {
    try {
      const reaction = await this.choose(turn, state, chosen, cardId);
      // What was spoken of beside it comes next.
      state.said = state.said?.slice(1);
      if ('again' in reaction && reaction.errors) return reaction;
      return (await this.known(turn, state)) ?? reaction;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const field = FIELD_OF[error.facts.code];
      if (!field) throw error;
      return { again: true, entries, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }
}

/** The subscription meant: the one that was chosen, or the only one there is. */
export function meant(subscriptions: readonly SubscriptionFacts[], chosen: string): string {
  return chosen || subscriptions[0]?.subscription.id || '';
}

/** A refusal in the user's words. */
export function wordsOf(turn: Turn, facts: RefusalFacts): string {
  return refusalText(turn.words, facts);
}

function sameFilter(a: OfferFilter, b: OfferFilter): boolean {
  return (['text', 'type', 'region', 'term', 'segment'] as const).every(
    (key) => (a[key] ?? '') === (b[key] ?? ''),
  );
}
