/** Marking as placed: customer → what of it was placed in Partner Center → the number that Microsoft gave. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import {
  chooseUnplacedCard,
  markedPlacedText,
  markPlacedCard,
  placeableLine,
  takesNumber,
} from '../cards/views/mark-placed.js';
import type { PlaceableFacts } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const CHOOSE_UNPLACED = 'choose-unplaced';

export class PlacedDialog extends Flow {
  static readonly id = 'placed';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'placed' });

    const chooseWhat = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { what } = step.options;
      return what ? await step.next({ what }) : await step.beginDialog(CHOOSE_UNPLACED, { customerId });
    };

    const mark = async (step: FlowStep) => {
      const { customerId } = step.values as { customerId: string };
      const { what }: { what: string } = step.result;
      return await step.beginDialog(MarkPlacedPrompt.id, { customerId, what });
    };

    const finish = async (step: FlowStep) => {
      const { replies, words } = turnOf(step.context);
      await replies.text(markedPlacedText(words, step.result as PlaceableFacts));
      return await step.endDialog();
    };

    super(
      PlacedDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseUnplacedPrompt(services),
        new MarkPlacedPrompt(services),
      ],
      [chooseCustomer, chooseWhat, mark, finish],
    );
  }
}

interface ChooseUnplacedState {
  readonly customerId: string;
  page?: number;
  /** What the rows of the card stand for, for an answer by number. */
  shown?: string[];
}

class ChooseUnplacedPrompt extends CardPrompt<ChooseUnplacedState, { what: string }> {
  constructor(private readonly services: Services) {
    super(CHOOSE_UNPLACED);
  }

  protected override async show(turn: Turn, state: ChooseUnplacedState, ask: Ask): Promise<Card> {
    const waiting = await this.services.desk.unplaced(turn.actor, state.customerId, state.page ?? 1);
    state.page = waiting.placeables.page;
    state.shown = waiting.placeables.items.map(({ what }) => what);
    return chooseUnplacedCard(turn.words, waiting, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseUnplacedState,
    answer: Answer,
  ): Promise<Reaction<{ what: string }>> {
    const more = answer.by === 'card' ? answer.action === 'more' : says(turn, 'dialog.commands.more');
    if (more) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const shown = state.shown ?? [];
    const what =
      answer.by === 'card'
        ? answer.values.what
        : (shown[(typedNumber(answer.text, shown.length) ?? 0) - 1] ??
          shown.find((one) => one.toLowerCase().endsWith(`/${answer.text.toLowerCase()}`)));
    if (!what) return { again: true, errors: { what: turn.words.t('dialog.ask.chooseUnplaced') } };
    const { placeable } = await this.services.desk.placeable(turn.actor, state.customerId, what);
    const stands = turn.words.t('dialog.stands.placing', { what: placeableLine(turn.words, placeable) });
    return { done: { what }, stands };
  }
}

interface MarkPlacedState {
  readonly customerId: string;
  /** As the use case names it. */
  readonly what: string;
  /** Microsoft gives it a number. */
  takesNumber?: boolean;
}

export class MarkPlacedPrompt extends CardPrompt<MarkPlacedState, PlaceableFacts> {
  static readonly id = 'mark-placed';

  constructor(private readonly services: Services) {
    super(MarkPlacedPrompt.id);
  }

  protected override async show(turn: Turn, state: MarkPlacedState, ask: Ask): Promise<Card> {
    const facts = await this.services.desk.placeable(turn.actor, state.customerId, state.what);
    state.takesNumber = takesNumber(facts.placeable);
    return markPlacedCard(turn.words, facts, ask);
  }

  /** Where no number is asked for, "placed" is the answer. */
  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.markPlaced');
  }

  protected override async read(
    turn: Turn,
    { customerId, what, takesNumber: asksNumber }: MarkPlacedState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<PlaceableFacts>> {
    const { words, replies, actor } = turn;
    if (answer.by === 'card' && answer.action !== 'mark') return { again: true, entries: answer.values };
    const number = answer.by === 'card' ? (answer.values.placedNumber ?? '') : asksNumber ? answer.text : '';
    if (answer.by === 'text' && !(asksNumber ? isNumber(turn) : agrees(turn))) {
      const how = words.t(asksNumber ? 'dialog.ask.howPlaced' : 'dialog.ask.howPlacedPermission');
      await replies.text(notUnderstood(turn, answer.text, how));
      return { again: true };
    }
    try {
      const marked = await this.services.desk.markPlaced(actor, customerId, { what, number }, ask.cardId);
      const stands = { what: placeableLine(words, marked.placeable) };
      return { done: marked, stands: words.t('dialog.stands.placed', stands) };
    } catch (error) {
      if (!isRefusal(error, 'ReferenceInvalid')) throw error;
      const errors = { placedNumber: wordsOf(turn, error.facts) };
      return { again: true, entries: { placedNumber: number }, errors };
    }
  }
}

/** Microsoft's numbers are one word with a digit in it; anything else typed is no answer. */
const isNumber = ({ text }: Turn) => /^\S*\d\S*$/.test(text);

const agrees = (turn: Turn) =>
  says(turn, 'dialog.commands.record') || says(turn, 'dialog.commands.markPlaced');
