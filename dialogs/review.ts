/** The review of the cart: change it, add to it, or buy it as it stands. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { resellerNamed } from '../cards/views/reseller-field.js';
import { reviewCard } from '../cards/views/review.js';
import type { Words } from '../cards/words.js';
import type { OrderPlaced, Review, ReviewItem } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import type { ItemChange } from '../domain/use-cases/buying.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { afterCommand } from './commands.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

/** An item as its fields show it. */
type ShownItem = Pick<ReviewItem, 'id' | 'quantity' | 'scope' | 'billing' | 'resellerId'>;

interface ReviewState {
  readonly customerId: string;
  /** The cart as the card shows it: what pressing Buy means, and what a field is changed from. */
  shown?: { readonly cartId: string; readonly fingerprint: string; readonly items?: readonly ShownItem[] };
  changed?: boolean;
}

/** An order placed; or something to add first; neither: the cart was emptied. */
export interface ReviewDone {
  readonly placed?: OrderPlaced;
  readonly addMore?: true;
}

export class ReviewPrompt extends CardPrompt<ReviewState, ReviewDone> {
  static readonly id = 'review';

  constructor(private readonly services: Services) {
    super(ReviewPrompt.id);
  }

  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.buyNow');
  }

  override handsOver(): string {
    return 'cart';
  }

  protected override async show(turn: Turn, state: ReviewState, ask: Ask): Promise<Card> {
    const review = await this.services.desk.review(turn.actor, state.customerId);
    const { cartId, fingerprint, items } = review;
    state.shown = { cartId, fingerprint, items: items.map(shownItem) };
    const changed = state.changed === true || items.some((item) => item.previousUnitPrice !== undefined);
    delete state.changed;
    return reviewCard(turn.words, { review, changed }, ask);
  }

  protected override async read(
    turn: Turn,
    state: ReviewState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<ReviewDone>> {
    const review = await this.reviewed(turn, state, answer);
    // Bought in another chat meanwhile: buying says by whom, and what stands (rules section 8).
    if (!review) return await this.buy(turn, state, ask);
    if (answer.by === 'text') return await this.readText(turn, state, review, answer.text, ask);
    const { action, values } = answer;
    const changes = changesFrom(review, state.shown?.items ?? [], values);
    if (changes.length > 0) {
      const reaction = await this.change(turn, state, changes, values);
      // What was changed on the card is shown before it is bought (rules section 2, check 6).
      if (reaction !== 'changed') return reaction;
      if (action !== 'addMore') {
        state.changed = action === 'buy';
        return { again: true };
      }
    }
    if (action === 'addMore')
      return { done: { addMore: true }, stands: turn.words.t('dialog.stands.cartUpdated') };
    if (action === 'buy') return await this.buy(turn, state, ask);
    return { again: true, entries: values };
  }

  /** The cart as it stands; undefined where it is gone and the answer is to buy it. */
  private async reviewed(turn: Turn, state: ReviewState, answer: Answer): Promise<Review | undefined> {
    const buys = answer.by === 'card' ? answer.action === 'buy' : says(turn, 'dialog.commands.buyNow');
    try {
      return await this.services.desk.cartNow(turn.actor, state.customerId);
    } catch (error) {
      if (buys && isRefusal(error, 'CartEmpty')) return undefined;
      // What has left the price list is taken out, and said.
      return await this.services.desk.review(turn.actor, state.customerId);
    }
  }

  private async readText(
    turn: Turn,
    state: ReviewState,
    review: Review,
    text: string,
    ask: Ask,
  ): Promise<Reaction<ReviewDone>> {
    const { words } = turn;
    if (says(turn, 'dialog.commands.buyNow')) return await this.buy(turn, state, ask);
    if (says(turn, 'dialog.commands.addMore'))
      return { done: { addMore: true }, stands: words.t('dialog.stands.cartUpdated') };
    if (says(turn, 'dialog.commands.update')) return { again: true };
    const change = typedChange(words, review, text);
    if (change) {
      const reaction = await this.change(turn, state, [change], {});
      return reaction === 'changed' ? { again: true } : reaction;
    }
    await turn.replies.text(notUnderstood(turn, text, words.t('dialog.ask.howReview')));
    return { again: true };
  }

  private async change(
    turn: Turn,
    state: ReviewState,
    changes: readonly ItemChange[],
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<ReviewDone> | 'changed'> {
    const { desk } = this.services;
    const problems = await desk.changeCart(turn.actor, state.customerId, changes, turn.words.locale);
    if (problems.length > 0) {
      const errors = problems.map(({ itemId, field, facts }) => [`${field}_${itemId}`, wordsOf(turn, facts)]);
      return { again: true, entries, errors: Object.fromEntries(errors) };
    }
    try {
      await desk.cartNow(turn.actor, state.customerId);
      return 'changed';
    } catch (error) {
      if (!isRefusal(error, 'CartEmpty')) throw error;
      return { done: {}, stands: turn.words.t('dialog.stands.emptied') };
    }
  }

  private async buy(turn: Turn, state: ReviewState, ask: Ask): Promise<Reaction<ReviewDone>> {
    const { words, actor } = turn;
    if (!state.shown) return { again: true };
    try {
      const placed = await this.services.desk.buy(actor, state.customerId, state.shown, ask.cardId);
      const { number, total, currency } = placed.order;
      const stands = words.t('dialog.stands.ordered', { number, total: words.money(total, currency) });
      return { done: { placed }, stands };
    } catch (error) {
      if (isRefusal(error, 'ReviewChanged')) {
        state.changed = true;
        return { again: true };
      }
      if (isRefusal(error, 'ResellerNeeded') || isRefusal(error, 'ResellerUnknown')) {
        const review = await this.services.desk.cartNow(actor, state.customerId);
        const lacking = review.items.filter((item) => item.resellerId === undefined);
        const errors = lacking.map((item) => [`reseller_${item.id}`, wordsOf(turn, error.facts)]);
        return { again: true, errors: Object.fromEntries(errors) };
      }
      throw error;
    }
  }
}

function shownItem({ id, quantity, scope, billing, resellerId }: ReviewItem): ShownItem {
  return { id, quantity, scope, billing, ...(resellerId === undefined ? {} : { resellerId }) };
}

/**
 * The fields that differ from what the card showed: what has changed in the cart since, in another chat, is no change
 * of this user's. Fields of items that are not in it are not looked at.
 */
function changesFrom(
  review: Review,
  shown: readonly ShownItem[],
  values: Readonly<Record<string, string>>,
): ItemChange[] {
  return review.items.flatMap((now) => {
    const item = shown.find(({ id }) => id === now.id) ?? now;
    const quantity = values[`quantity_${item.id}`]?.trim();
    const scope = values[`scope_${item.id}`];
    const billing = values[`billing_${item.id}`];
    const reseller = values[`reseller_${item.id}`];
    const resellerId = reseller
      ? (resellerNamed(review.resellers, reseller)?.id ?? reseller.slice(0, 80))
      : undefined;
    const change = {
      ...(quantity !== undefined && quantity !== String(item.quantity) ? { quantity } : {}),
      ...(scope && scope !== item.scope ? { scope } : {}),
      ...(billing && billing !== item.billing ? { billing } : {}),
      ...(resellerId !== undefined && resellerId !== item.resellerId ? { resellerId } : {}),
    };
    return Object.keys(change).length > 0 ? [{ itemId: item.id, ...change }] : [];
  });
}

/**
 * A change typed for one item: "quantity 5", "remove", "monthly", "shared", "reseller Contoso"; where there are several
 * items, with the number of the item after the verb: "quantity 2 5". Undefined: none of these, or no telling which item.
 */
function typedChange(words: Words, review: Review, text: string): ItemChange | undefined {
  const verb = VERBS.find(
    (known) => afterCommand(words, `dialog.commands.item.${known}`, text) !== undefined,
  );
  if (!verb) return undefined;
  const rest = (afterCommand(words, `dialog.commands.item.${verb}`, text) ?? '').split(' ').filter(Boolean);
  const takes = verb === 'quantity' || verb === 'reseller' ? 1 : 0;
  // "1 000" is a thousand, not none of the first.
  const thousands = /^0\d/.test(rest[1] ?? '');
  const named =
    rest.length > takes && /^\d+$/.test(rest[0] ?? '') && !thousands ? Number(rest[0]) : undefined;
  const only = review.items.length === 1 ? 1 : undefined;
  const item = review.items[(named ?? only ?? 0) - 1];
  const argument = (named === undefined ? rest : rest.slice(1)).join(' ');
  if (!item || (takes === 0) !== (argument === '')) return undefined;
  return { itemId: item.id, ...changeFrom(verb, review, argument) };
}

const VERBS = ['quantity', 'remove', 'monthly', 'oneTime', 'single', 'shared', 'reseller'] as const;

/** What the word changes, with what is typed after it. */
function changeFrom(
  verb: (typeof VERBS)[number],
  { resellers }: Review,
  argument: string,
): Omit<ItemChange, 'itemId'> {
  switch (verb) {
    case 'quantity':
      return { quantity: argument };
    case 'remove':
      return { quantity: '0' };
    case 'monthly':
    case 'oneTime':
      return { billing: verb };
    case 'single':
    case 'shared':
      return { scope: verb };
    case 'reseller':
      return { resellerId: resellerNamed(resellers, argument)?.id ?? argument };
  }
}
