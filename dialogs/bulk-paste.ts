/** Which lines? Pasted into the card; what is sent as a message or as a file is taken in at the root. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { bulkPasteCard, LONGEST_PASTE } from '../cards/views/bulk-paste.js';
import { refusalText } from '../cards/views/refusal.js';
import { SHEET_WORDS } from '../cards/views/sheet-words.js';
import { isRefusal } from '../domain/refusals.js';
import type { BulkStep } from './bulk.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction } from './card-prompt.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

export class BulkPastePrompt extends CardPrompt<object, BulkStep> {
  static readonly id = 'bulk-paste';

  constructor(private readonly services: Services) {
    super(BulkPastePrompt.id);
  }

  protected override async show({ words, actor, takesFiles }: Turn, _: object, ask: Ask): Promise<Card> {
    // Nothing of the book is on this card: who has left is turned away all the same.
    await this.services.desk.whoIs(actor);
    const template = this.services.downloads?.linkTo({ actor, job: 'bulk-template', locale: words.locale });
    return bulkPasteCard(words, { takesFiles, ...(template ? { template } : {}) }, ask);
  }

  protected override async read(
    turn: Turn,
    _: object,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<BulkStep>> {
    const { words } = turn;
    if (answer.by === 'text') {
      await turn.replies.text(notUnderstood(turn, answer.text, words.t('bulk.paste.how')));
      return { again: true, ...(ask.entries ? { entries: ask.entries } : {}) };
    }
    const lines = answer.values.lines ?? '';
    const wrong = (error: string): Reaction<BulkStep> => ({
      again: true,
      entries: { lines },
      errors: { lines: error },
    });
    if (lines.trim() === '') return wrong(words.t('bulk.paste.empty'));
    if (lines.length > LONGEST_PASTE) return wrong(words.t('bulk.paste.tooLong'));
    try {
      const { bulk } = await this.services.desk.checkBulk(turn.actor, lines, SHEET_WORDS, words.locale);
      const stands = words.t('bulk.stands.checked', { count: bulk.lines.length });
      return { done: { bulkId: bulk.id }, stands };
    } catch (error) {
      if (!isRefusal(error, 'SheetUnreadable')) throw error;
      return wrong(refusalText(words, error.facts));
    }
  }
}
