/**
 * Names suggested while somebody types into a field of a card (the invoke application/search, which Teams sends).
 * It is no turn of the conversation: it waits for none, reads only, and is answered in its response or with nothing.
 */
import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Choice } from '../cards/views/choices.js';
import { customerSuggested, DATASETS, productSuggested } from '../cards/views/type-ahead.js';
import type { Words } from '../cards/words.js';
import type { Desk } from '../domain/desk.js';
import type { Guarded } from './gate.js';
import type { PartnerBot, Speaker } from './partner-bot.js';
import { referenceOf } from './reference.js';
import type { TurnLog, TurnRecord } from './turn-log.js';
import { within } from './within.js';

/** Teams shows no more. */
const MOST = 15;
/** Nobody looks through more than this by scrolling; who wants to types another letter. */
const FURTHEST = 1000;
/** Whoever types does not wait longer; what comes later is dropped. */
const WITHIN_MS = 2000;
/** More than the search box of the card takes. */
const LONGEST_TEXT = 200;

/** What is asked for. Numbers beyond reason count as the nearest that are not. */
const querySchema = z
  .object({
    dataset: z.enum(DATASETS),
    queryText: z.string().max(LONGEST_TEXT).nullish(),
    queryOptions: z.object({ skip: z.number().catch(0), top: z.number().catch(MOST) }).nullish(),
  })
  .transform(({ dataset, queryText, queryOptions }) => ({
    dataset,
    text: queryText ?? '',
    skip: Math.max(0, Math.trunc(queryOptions?.skip ?? 0)),
    top: Math.min(MOST, Math.max(1, Math.trunc(queryOptions?.top ?? MOST))),
  }));
type Query = z.infer<typeof querySchema>;

export interface TypeAheadOptions {
  /** Takes all other activities, and knows who speaks. */
  readonly bot: Guarded & Pick<PartnerBot, 'whoSpeaks'>;
  readonly desk: Pick<Desk, 'customersCalled' | 'productsNamed'>;
  readonly turns: TurnLog;
  readonly log: Logger;
  /** Two seconds unless given. */
  readonly withinMs?: number;
}

/** Suggestions in front of the bot. */
export class TypeAhead implements Guarded {
  constructor(private readonly options: TypeAheadOptions) {}

  async run(context: TurnContext): Promise<void> {
    const { type, name } = context.activity;
    if (type !== 'invoke' || name !== 'application/search') return await this.options.bot.run(context);
    await this.options.turns.run(context, async (record) => {
      record.begins();
      const results = await within(this.options.withinMs ?? WITHIN_MS, this.results(context, record), []);
      const body = { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    });
  }

  async wordsIn(context: TurnContext): Promise<Words> {
    return await this.options.bot.wordsIn(context);
  }

  /** What is suggested; nothing where something is amiss: there is nobody to tell, and the search box is beside it. */
  private async results(context: TurnContext, record: TurnRecord): Promise<readonly Choice[]> {
    const reference = referenceOf(context);
    const query = querySchema.safeParse(context.activity.value);
    if (!query.success) {
      record.outcome = 'ignored';
      return [];
    }
    try {
      const speaker = await this.options.bot.whoSpeaks(context);
      record.actor = speaker?.actor;
      if (speaker) return await this.suggested(speaker, query.data);
      record.outcome = 'notAUser';
    } catch (error) {
      record.outcome = 'failed';
      this.options.log.error({ err: error, reference }, 'nothing could be suggested');
    }
    return [];
  }

  private async suggested({ actor, words }: Speaker, { dataset, ...typed }: Query): Promise<Choice[]> {
    const { desk } = this.options;
    if (typed.skip > FURTHEST) return [];
    switch (dataset) {
      case 'customers': {
        const found = await desk.customersCalled(actor, typed, words.country);
        return found.map((customer) => customerSuggested(words, customer));
      }
      case 'products': {
        const found = await desk.productsNamed(actor, typed);
        return found.map((product) => productSuggested(words, product));
      }
    }
  }
}
