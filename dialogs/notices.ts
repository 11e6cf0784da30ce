/** Notices: what the user wants to be told by itself, chosen on a card or typed. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { noticeSettingsCard, noticesSavedText } from '../cards/views/notice-settings.js';
import { HIGHEST_THRESHOLD, NOTICE_KINDS, type NoticeKind } from '../domain/model.js';
import { isRefusal } from '../domain/refusals.js';
import type { NoticeChange } from '../domain/use-cases/notices/settings.js';
import { type Answer, notUnderstood, type Reaction } from './card-prompt.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { typedNotices } from './notice-words.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import { type Turn, turnOf } from './turn.js';

const NOTICES = 'notices-wanted';

export class NoticesDialog extends Flow {
  static readonly id = 'notices';

  constructor(services: Services) {
    /** "quiet 18:00-08:00" begins the job by what it is about: the whole text says what is wanted. */
    const look = async (step: FlowStep) => {
      const { text, words } = turnOf(step.context);
      const { query = '' } = step.options;
      return await step.beginDialog(NOTICES, { said: typedNotices(words, text) ? text : query });
    };

    const finish = async (step: FlowStep) => await step.endDialog();

    super(NoticesDialog.id, [new NoticesPrompt(services)], [look, finish]);
  }
}

/** Ends where it is saved or closed. */
class NoticesPrompt extends PartnerPrompt<PartnerState> {
  constructor(private readonly services: Services) {
    super(NOTICES);
  }

  /** "30 days off" is about notices here. */
  override claims({ words }: Turn, text: string): boolean {
    return typedNotices(words, text) !== undefined;
  }

  protected override async show(turn: Turn, _state: PartnerState, ask: Ask): Promise<Card> {
    return noticeSettingsCard(turn.words, await this.services.desk.noticeSettings(turn.actor), ask);
  }

  protected override async read(
    turn: Turn,
    state: PartnerState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.cardId);
    if (answer.action !== 'save') return { again: true, entries: answer.values };
    const { wanted = '', threshold = '', from = '', to = '', timeZone = '' } = answer.values;
    const change = { wanted: chosen(wanted), threshold, quiet: { from, to }, timeZone };
    const errors = await this.change(turn, change);
    if (errors) return { again: true, entries: { wanted, threshold, from, to, timeZone }, errors };
    return { done: null, stands: turn.words.t('notices.settings.stands') };
  }

  protected override async obey(turn: Turn, _state: PartnerState, text: string): Promise<Reaction<null>> {
    const change = typedNotices(turn.words, text);
    if (!change) {
      await turn.replies.text(notUnderstood(turn, text, turn.words.t('notices.how')));
      return { again: true };
    }
    const errors = await this.change(turn, change);
    return { again: true, ...(errors ? { errors } : {}) };
  }

  /** Says what stands now; gives what is wrong, by field. */
  private async change(
    { actor, words, replies }: Turn,
    change: NoticeChange,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    try {
      await replies.text(noticesSavedText(words, await this.services.desk.setNotices(actor, change)));
      return undefined;
    } catch (error) {
      if (!isRefusal(error, 'NoticeSettingsInvalid')) throw error;
      const values = { highest: HIGHEST_THRESHOLD };
      const fields = error.facts.fields.map((field) => [field, words.t(`notices.wrong.${field}`, values)]);
      return Object.fromEntries(fields);
    }
  }
}

/** Every kind, wanted where it is ticked. What comes from a card may be anything: only kinds are taken. */
function chosen(ticked: string): Partial<Record<NoticeKind, boolean>> {
  const kinds = ticked.split(',');
  return Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, kinds.includes(kind)]));
}
