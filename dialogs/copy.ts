/** The customer's copy: of which order, quote or request; then a link to it in each language. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseCopyCard, copyCard, languagesFor } from '../cards/views/copy.js';
import { wordsFor } from '../cards/words.js';
import { type Answer, CardPrompt, type Reaction, says, typedNumber } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

export class CopyDialog extends Flow {
  static readonly id = 'copy';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'copy' });

    const chooseSubject = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { what } = step.options;
      return await step.beginDialog(ChooseCopyPrompt.id, { customerId, what });
    };

    const show = async (step: FlowStep) => {
      const what: string = step.result;
      const { customerId } = step.values as { customerId: string };
      const turn = turnOf(step.context);
      await turn.replies.card(await copyFor(services, turn, customerId, what));
      return await step.endDialog();
    };

    super(
      CopyDialog.id,
      [new ChooseCustomerPrompt(services), new ChooseCopyPrompt(services)],
      [chooseCustomer, chooseSubject, show],
    );
  }
}

/** The card with the links to a copy. @throws Refusal of `customerCopy`. */
export async function copyFor(
  { desk, downloads }: Services,
  { actor, words }: Turn,
  customerId: string,
  what: string,
): Promise<Card> {
  const copy = await desk.customerCopy(actor, customerId, what);
  const links = downloads
    ? languagesFor(copy).map((language) => {
        const { locale } = wordsFor(language);
        return { language, url: downloads.linkTo({ actor, job: 'copy', customerId, what, locale }) };
      })
    : [];
  return copyCard(words, { copy, links });
}

interface ChooseCopyState {
  readonly customerId: string;
  /** Known already. */
  readonly what?: string;
  page?: number;
  shown?: string[];
}

class ChooseCopyPrompt extends CardPrompt<ChooseCopyState, string> {
  static readonly id = 'choose-copy';

  constructor(private readonly services: Services) {
    super(ChooseCopyPrompt.id);
  }

  protected override async known(_: Turn, { what }: ChooseCopyState): Promise<{ done: string } | undefined> {
    return what ? { done: what } : undefined;
  }

  protected override async show(turn: Turn, state: ChooseCopyState, ask: Ask): Promise<Card> {
    const found = await this.services.desk.copySubjects(turn.actor, state.customerId, state.page ?? 1);
    state.page = found.subjects.page;
    state.shown = found.subjects.items.map(({ what }) => what);
    return chooseCopyCard(turn.words, found, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseCopyState,
    answer: Answer,
  ): Promise<Reaction<string>> {
    const more = answer.by === 'card' ? answer.action === 'more' : says(turn, 'dialog.commands.more');
    if (more) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const row = answer.by === 'text' ? typedNumber(answer.text, state.shown?.length ?? 0) : undefined;
    const what = answer.by === 'card' ? answer.values.what : row && state.shown?.[row - 1];
    if (what) return { done: what, stands: turn.words.t('copy.card.title') };
    return { again: true, errors: { what: turn.words.t('dialog.ask.chooseOne') } };
  }
}
