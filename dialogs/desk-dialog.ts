/**
 * The root of a conversation: what the user wants becomes a flow; help, questions, cancel and start over work
 * anywhere; a card that is no longer current says where things stand and changes nothing; a refusal becomes words.
 */

import type { Card } from '../cards/card.js';
import { attentionLines } from '../cards/views/attention.js';
import { newsLines } from '../cards/views/handover.js';
import { helpCard } from '../cards/views/help.js';
import { JOBS, type Job } from '../cards/views/jobs.js';
import { refusalCard, refusalText, refusalTitle } from '../cards/views/refusal.js';
import { welcomeCard } from '../cards/views/welcome.js';
import { Refusal } from '../domain/refusals.js';
import { AskDialog } from './ask.js';
import { BulkRuns } from './bulk-run.js';
import { howFar, isUnfinished, sheetChecked } from './bulk-sheet.js';
import { preparedAt, retire, says } from './card-prompt.js';
import { saidInAny } from './commands.js';
import { CopyDialog, copyFor } from './copy.js';
import { type FlowOptions, leadsTo, type Services } from './flow.js';
import { flowsOf, leavesBehind } from './flows.js';
import { askedLanguage, speak } from './language.js';
import { optionsFor } from './one-line/options.js';
import { readLine } from './one-line/read-line.js';
import type { Wish } from './one-line/wish.js';
import { answerAmidst, answerFor, answerTo, QUESTIONS_JOB } from './questions.js';
import {
  ComponentDialog,
  Dialog,
  type DialogContext,
  DialogContextError,
  type DialogTurnResult,
  DialogTurnStatus,
} from './sdk.js';
import {
  amongSettings,
  type CopyWish,
  copyOf,
  customerOf,
  innermost,
  onward,
  quoteOn,
  waitingPrompt,
} from './stack.js';
import { noticed, tellNews, tellNoticesBeside } from './told-notices.js';
import { type Turn, turnOf } from './turn.js';

const LONGEST_ECHO = 60;
/** A shorter word is too near to too many names. */
const SHORTEST_NEAR = 5;
/** What a button that begins a job can say of it, so that it is not asked. */
const CARRIED = [
  'customerId',
  'reservationId',
  'subscriptionId',
  'requestNumber',
  'what',
  'quantity',
  'day',
  'bulkId',
  'from',
  'to',
] as const;

/** Views over all customers: a line for one of them need not name any. */
const OVER_ALL: readonly Job[] = ['expiring', 'attention'];

/** What is said of what a cancelled flow leaves behind. */
const CANCELLED = {
  buy: 'desk.cancelledCartKept',
  recorded: 'desk.cancelledRecorded',
  other: 'desk.cancelled',
} as const;

export class DeskDialog extends ComponentDialog {
  static readonly id = 'desk';

  private readonly runs: BulkRuns;

  constructor(private readonly services: Services) {
    super(DeskDialog.id);
    this.runs = new BulkRuns(services.desk);
    for (const flow of flowsOf(services, this.runs)) this.addDialog(flow);
  }

  protected override async onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return await this.onContinueDialog(dc);
  }

  protected override async onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    try {
      await this.runs.sayCutOff(turn);
      const result = turn.submit ? await this.submitted(dc, turn) : await this.said(dc, turn);
      // Notices do not come in the middle of anything.
      if (!dc.activeDialog) await this.tell(turnOf(dc.context));
      return result;
    } catch (error) {
      const cause = error instanceof DialogContextError ? error.error : error;
      if (!(cause instanceof Refusal)) throw cause;
      // In the language of now: it may have been changed in this turn.
      return await this.refuse(dc, turnOf(dc.context), cause);
    }
  }

  /** The greeting: who you are here, and what you can begin with. */
  async greet(turn: Turn): Promise<void> {
    const { actor, words, localMode } = turn;
    const me = await this.services.desk.whoIs(actor);
    const news = newsLines(words, await this.services.desk.handoverNews(actor));
    const known = await this.services.desk.attentionAtOnce(actor);
    const attention = known ? attentionLines(words, known) : [];
    const accessRequests = await this.services.desk.accessRequestCount(actor);
    await turn.replies.card(welcomeCard(words, { me, localMode, news, attention, accessRequests }));
    turn.memory.greeted = true;
    await this.tell(turn);
  }

  /** What waits to be told, as at a visit. */
  async tell(turn: Turn): Promise<void> {
    await tellNoticesBeside(this.services.desk, turn);
  }

  // ---- a card was submitted ------------------------------------------------------------------------------------

  private async submitted(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const { submit, memory, words } = turn;
    if (!submit) return Dialog.EndOfTurn;
    const live = submit.cardId !== '' && submit.cardId === memory.live?.cardId;
    // Cards that ask nothing (no card id) begin a job at any time; on one that asks, the button dies with the card.
    if (submit.action === 'start' && (live || submit.cardId === '')) {
      const answer =
        submit.values.job === QUESTIONS_JOB ? answerFor(turn, submit.values.question ?? '') : undefined;
      if (answer) return await this.answer(dc, turn, answer);
      const wanted = copyOf(dc, submit.values);
      if (wanted) return await this.copy(dc, turn, wanted);
      const job = JOBS.find((known) => known === submit.values.job);
      const carried: Readonly<Record<string, string>> = { ...noticed(submit.values), ...submit.values };
      const options = Object.fromEntries(
        CARRIED.flatMap((name) => (carried[name] ? [[name, carried[name]]] : [])),
      );
      if (job) return await this.start(dc, turn, job, options);
    }
    if (live && dc.activeDialog) {
      if (submit.action === 'cancel') return await this.cancel(dc, turn);
      return await this.goOn(dc, turn);
    }
    const outcome = memory.retired.find(({ cardId }) => cardId === submit.cardId)?.outcome ?? '';
    const open = dc.activeDialog !== undefined;
    const now = outcome || words.t(open ? 'desk.staleFlow' : 'desk.staleIdle');
    await turn.replies.text(words.t('desk.stale', { now }));
    if (open && outcome === '') await dc.repromptDialog();
    return this.waiting(dc);
  }

  // ---- something was typed -------------------------------------------------------------------------------------

  private async said(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const open = dc.activeDialog !== undefined;
    if (turn.sheet) return await this.start(dc, turn, 'bulk', await sheetChecked(turn, this.services.desk));
    if (turn.text === '') {
      await this.greetOrAskAgain(dc, turn, open);
      return this.waiting(dc);
    }
    const language = askedLanguage(turn.text);
    if (language) {
      const spoken = await speak(this.services.desk, dc.context, turn, language);
      await this.greetOrAskAgain(dc, spoken, open);
      return this.waiting(dc);
    }
    if (says(turn, 'dialog.commands.whichLanguage')) {
      await turn.replies.text(turn.words.t('dialog.language.which'));
      if (open) await dc.repromptDialog();
      return this.waiting(dc);
    }
    if (says(turn, 'dialog.commands.startOver')) return await this.startOver(dc, turn);
    if (saidInAny(turn.text, 'dialog.commands.help')) {
      await turn.replies.card(helpCard(turn.words, { localMode: turn.localMode }));
      if (open) await dc.repromptDialog();
      return this.waiting(dc);
    }
    if (says(turn, 'notices.typed.news')) {
      await tellNews(this.services.desk, turn);
      if (open) await dc.repromptDialog();
      return this.waiting(dc);
    }
    if (says(turn, 'bulk.typed.howFar')) {
      await howFar(turn, this.services.desk);
      if (open) await dc.repromptDialog();
      return this.waiting(dc);
    }
    if (open) {
      if (says(turn, 'dialog.commands.cancel')) return await this.cancel(dc, turn);
      const job = JOBS.find((known) => says(turn, `dialog.commands.job.${known}`));
      const shown = job === CopyDialog.id ? quoteOn(dc) : undefined;
      if (shown) return await this.copy(dc, turn, shown);
      // A description or a reason may well ask something: it is what was typed for.
      if (this.claimed(dc, turn)) return await this.goOn(dc, turn);
      if (job === AskDialog.id && preparedAt(innermost(dc)) === '')
        return await this.answer(dc, turn, refusalCard(turn.words, { facts: { code: 'NothingToHandOver' } }));
      if (job) return await this.start(dc, turn, job, onward(dc, job) ?? this.carried(dc, job));
      const known = answerAmidst(turn, 'firm');
      if (known) return await this.answer(dc, turn, known);
      const other = await this.otherWish(dc, turn);
      const begun = (other && (await this.startWish(dc, turn, other))) ?? (await this.startOffered(dc, turn));
      if (begun) return begun;
      const likely = answerAmidst(turn, 'some');
      return likely ? await this.answer(dc, turn, likely) : await this.goOn(dc, turn);
    }
    if (says(turn, 'dialog.commands.hello')) {
      await this.greet(turn);
      return this.waiting(dc);
    }
    if (says(turn, 'bulk.typed.goOn') && (await isUnfinished(turn, this.services.desk)))
      return await this.start(dc, turn, 'bulk', {});
    const wish = await readLine(this.services.desk, turn);
    const offered = wish ? undefined : await this.startOffered(dc, turn);
    if (offered) return offered;
    const answer = answerTo(turn, wish);
    if (answer) return await this.answer(dc, turn, answer);
    const begun = wish && (await this.startWish(dc, turn, wish));
    if (begun) return begun;
    const text = turn.text.slice(0, LONGEST_ECHO);
    await turn.replies.text(turn.words.t('dialog.suggest', { text }));
    await turn.replies.card(helpCard(turn.words, { localMode: turn.localMode }));
    return this.waiting(dc);
  }

  /** A question is answered, and what was open goes on. */
  private async answer(dc: DialogContext, turn: Turn, card: Card): Promise<DialogTurnResult> {
    turn.memory.greeted = true;
    await turn.replies.card(card);
    if (dc.activeDialog) await dc.repromptDialog();
    return this.waiting(dc);
  }

  /** The customer's copy of what is open is given beside it, or why there is none: what is open goes on. */
  private async copy(
    dc: DialogContext,
    turn: Turn,
    { customerId, what }: CopyWish,
  ): Promise<DialogTurnResult> {
    try {
      return await this.answer(dc, turn, await copyFor(this.services, turn, customerId, what));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      turn.refused(error.facts.code);
      return await this.answer(dc, turn, refusalCard(turn.words, { facts: error.facts, customerId }));
    }
  }

  private async greetOrAskAgain(dc: DialogContext, turn: Turn, open: boolean): Promise<void> {
    if (open) await dc.repromptDialog();
    else await this.greet(turn);
  }

  /** In the middle of a flow: "buy for Fabrikam" is another wish only where it names a customer; else it is an answer. */
  private async otherWish(dc: DialogContext, turn: Turn): Promise<Wish | undefined> {
    const wish = await readLine(this.services.desk, turn);
    if (wish && amongSettings(dc, wish.job)) return wish;
    // "what expires next month?" is asked of all customers.
    if (wish && OVER_ALL.includes(wish.job) && wish.customer === '' && turn.text.endsWith('?')) return wish;
    // A name has letters: "buy 5" at the review is no wish for a customer with a 5 in its name.
    if (!wish || !/\p{L}{3}/u.test(wish.customer)) return undefined;
    return wish.customers > 0 || (await this.nearlyNamed(dc, turn, wish)) ? wish : undefined;
  }

  /** Where is only looked, a verb and nearly the name of a customer are no answer: "refund woodgorve" at a list. */
  private async nearlyNamed(dc: DialogContext, { actor, words }: Turn, { customer }: Wish): Promise<boolean> {
    if (!waitingPrompt(dc)?.prompt.looks || customer.length < SHORTEST_NEAR) return false;
    const page = await this.services.desk.findCustomers(actor, { text: customer }, words.country);
    return page.total > 0;
  }

  /** True where the prompt that waits takes this word for itself, as the review does "buy". */
  private claimed(dc: DialogContext, turn: Turn): boolean {
    return waitingPrompt(dc)?.prompt.claims(turn, turn.text) ?? false;
  }

  /** "ask a colleague" in the middle of a flow is about what is prepared there. */
  private carried(dc: DialogContext, job: Job): FlowOptions {
    const customerId = customerOf(dc);
    const what = preparedAt(innermost(dc));
    return job === AskDialog.id && customerId && what ? { customerId, what } : {};
  }

  /** "ask a colleague" after a refusal is about what was prepared for it. */
  private prepared({ memory }: Turn, job: Job): FlowOptions {
    return job === AskDialog.id && memory.prepared ? memory.prepared : {};
  }

  // ---- what follows --------------------------------------------------------------------------------------------

  private async start(
    dc: DialogContext,
    turn: Turn,
    job: Job,
    options: FlowOptions,
  ): Promise<DialogTurnResult> {
    // Lines that are sent again take the place of those that were looked at.
    const inPlace = dc.activeDialog?.id === job && turn.sheet !== undefined;
    if (dc.activeDialog && (inPlace || onward(dc, job))) await this.close(dc, turn);
    else if (dc.activeDialog) {
      const left = leavesBehind(dc.activeDialog.id);
      if (!waitingPrompt(dc)?.prompt.looks) await turn.replies.text(turn.words.t(`dialog.switched.${left}`));
      await this.close(dc, turn);
    }
    turn.memory.greeted = true;
    return await dc.beginDialog(job, options);
  }

  /** Begins what a line asks for, where the desk has that job. */
  private async startWish(dc: DialogContext, turn: Turn, wish: Wish): Promise<DialogTurnResult | undefined> {
    const job = JOBS.find((known) => known === wish.job);
    return (
      job &&
      (await this.start(dc, turn, job, {
        ...(await optionsFor(this.services.desk, turn, wish)),
        ...this.prepared(turn, job),
      }))
    );
  }

  /** Begins what Teams offers in its own language, to a user who has chosen another one. */
  private async startOffered(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
    const job = JOBS.find((known) => saidInAny(turn.text, `dialog.commands.job.${known}`));
    return job && (await this.start(dc, turn, job, {}));
  }

  /** What is open goes on; where it ends by leading to another job, that one begins. */
  private async goOn(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const result = await dc.continueDialog();
    const next = leadsTo(result);
    return next ? await this.start(dc, turn, next.goTo, next.options) : result;
  }

  private async cancel(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const left = leavesBehind(dc.activeDialog?.id);
    await this.close(dc, turn);
    await turn.replies.text(turn.words.t(CANCELLED[left]));
    return await dc.endDialog();
  }

  private async startOver(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    await this.close(dc, turn);
    await this.greet(turn);
    return await dc.endDialog();
  }

  private async refuse(dc: DialogContext, turn: Turn, refusal: Refusal): Promise<DialogTurnResult> {
    const customerId = customerOf(dc);
    const { facts } = refusal;
    turn.refused(facts.code);
    const lacksRight = facts.code === 'NeedsRole' || facts.code === 'NeedsAccess';
    const what = lacksRight ? preparedAt(innermost(dc)) : '';
    // Whoever answers the card again gets the same answer (rules section 8).
    const { words } = turn;
    await this.close(dc, turn, `${refusalTitle(words, facts)}. ${refusalText(words, facts)}`);
    if (customerId && what) turn.memory.prepared = { customerId, what };
    await turn.replies.card(
      refusalCard(words, { facts, ...(customerId ? { customerId } : {}), ...(what ? { what } : {}) }),
    );
    return await dc.endDialog();
  }

  private async close(dc: DialogContext, turn: Turn, outcome?: string): Promise<void> {
    await retire(turn, outcome);
    await dc.cancelAllDialogs();
  }

  private waiting(dc: DialogContext): DialogTurnResult {
    return dc.activeDialog ? Dialog.EndOfTurn : { status: DialogTurnStatus.complete };
  }
}
