/** Rates: those in force → one of them set anew, as often as wanted. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { ratesCard } from '../cards/views/partner/rates.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import { type Answer, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { afterCommand } from './commands.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import type { Turn } from './turn.js';

const RATES = 'rates-in-force';

export class RatesDialog extends Flow {
  static readonly id = 'rates';

  constructor(services: Services) {
    const look = async (step: FlowStep) => await step.beginDialog(RATES, { said: step.options.query ?? '' });

    const finish = async (step: FlowStep) => await step.endDialog();

    super(RatesDialog.id, [new RatesPrompt(services)], [look, finish]);
  }
}

interface RatesState extends PartnerState {
  page?: number;
}

/** As filled in or typed; the use case reads it. */
interface Typed {
  readonly currency: string;
  readonly rate: string;
  readonly day: string;
}

const FIELD_OF: Partial<Record<RefusalCode, keyof Typed>> = {
  CurrencyUnknown: 'currency',
  RateInvalid: 'rate',
  RateDayInvalid: 'day',
};

/** As the rate that is given as an example. */
const EXAMPLE = '1.0832';

class RatesPrompt extends PartnerPrompt<RatesState> {
  constructor(private readonly services: Services) {
    super(RATES);
  }

  protected override async show(turn: Turn, state: RatesState, ask: Ask): Promise<Card> {
    const facts = await this.services.desk.rates(turn.actor, state.page ?? 1);
    state.page = facts.rates.page;
    return ratesCard(turn.words, facts, ask);
  }

  protected override async read(
    turn: Turn,
    state: RatesState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.cardId);
    const { action, values } = answer;
    if (action === 'more') return this.more(state, values);
    if (action !== 'set') return { again: true, entries: values };
    const { currency = '', rate = '', day = '' } = values;
    return await this.set(turn, { currency, rate, day }, ask.cardId);
  }

  protected override async obey(
    turn: Turn,
    state: RatesState,
    text: string,
    attemptId: string,
  ): Promise<Reaction<null>> {
    if (says(turn, 'dialog.commands.more')) return this.more(state, {});
    const typed = typedRate(turn, text);
    if (typed) return await this.set(turn, typed, attemptId);
    const { words, replies } = turn;
    const how = words.t('partner.ask.howRates', { example: words.decimal(EXAMPLE) });
    await replies.text(notUnderstood(turn, text, how));
    return { again: true };
  }

  private more(state: RatesState, entries: Readonly<Record<string, string>>): Reaction<null> {
    state.page = (state.page ?? 1) + 1;
    return { again: true, entries };
  }

  private async set(turn: Turn, typed: Typed, attemptId: string): Promise<Reaction<null>> {
    const { words, actor, replies } = turn;
    const wish = { ...typed, usdPerUnit: typed.rate, locale: words.locale };
    try {
      const set = await this.services.desk.setRate(actor, wish, attemptId);
      const values = { currency: set.currency, rate: words.decimal(set.usdPerUnit), day: words.day(set.day) };
      await replies.text(words.t(`partner.rates.${set.changed ? 'done' : 'unchanged'}`, values));
      return { again: true };
    } catch (error) {
      const field = error instanceof Refusal ? FIELD_OF[error.facts.code] : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      const { day, ...rest } = typed;
      const entries = day === '' ? rest : typed;
      return { again: true, entries: { ...entries }, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }
}

/** "EUR 1.0832", "rate EUR 1.0832 2026-11-20": a currency, its rate, and the day where it is not of today. */
function typedRate({ words }: Turn, text: string): Typed | undefined {
  const rest = afterCommand(words, 'dialog.commands.job.rates', text) ?? text;
  const [, currency, rate, day = ''] =
    /^([a-z]{3})(?:\s*[=:]\s*|\s+)(\S.*?)(?:\s+(\d{4}-\d{2}-\d{2}))?$/i.exec(rest.trim()) ?? [];
  return currency === undefined || rate === undefined ? undefined : { currency, rate, day };
}
