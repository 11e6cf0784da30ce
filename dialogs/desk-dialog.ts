/**
 * The root of a conversation: what the user wants becomes a flow; help, questions, cancel and start over work
 * anywhere; a card that is no longer current says where things stand and changes nothing; a refusal becomes words.
 */

import type { Card } from '../cards/card.js';
import { helpCard } from '../cards/views/help.js';
import { JOBS, type Job } from '../cards/views/jobs.js';
import { refusalCard } from '../cards/views/refusal.js';
import { welcomeCard } from '../cards/views/welcome.js';
import { Refusal } from '../domain/refusals.js';
import { BuyDialog } from './buy.js';
import { CardPrompt, retire, says } from './card-prompt.js';
import { afterCommand, commandWords } from './commands.js';
import { ConfigureDialog } from './configure.js';
import { CustomersDialog } from './customers.js';
import { ExchangeDialog } from './exchange.js';
import type { FlowOptions, Services } from './flow.js';
import { HistoryDialog } from './history.js';
import { askedLanguage, speak } from './language.js';
import { PermissionsDialog } from './permissions.js';
import { PlacedDialog } from './placed.js';
import { answerAmidst, answerFor, answerTo, QUESTIONS_JOB } from './questions.js';
import { RefundDialog } from './refund.js';
import { RenewDialog } from './renew.js';
import { RequestsDialog } from './requests.js';
import { ReservationsDialog } from './reservations.js';
import {
  ComponentDialog,
  Dialog,
  type DialogContext,
  DialogContextError,
  type DialogInstance,
  type DialogTurnResult,
  DialogTurnStatus,
} from './sdk.js';
import { type Turn, turnOf } from './turn.js';

const LONGEST_ECHO = 60;
/** What a button that begins a job can say of it, so that it is not asked. */
const CARRIED = ['customerId', 'reservationId', 'requestNumber', 'what'] as const;

/** What was typed at the root: a job, and words that say which customer. */
interface Wish {
  readonly job: Job;
  readonly query: string;
}

export class DeskDialog extends ComponentDialog {
  static readonly id = 'desk';

  constructor(private readonly services: Services) {
    super(DeskDialog.id);
    this.addDialog(new BuyDialog(services));
    this.addDialog(new RefundDialog(services));
    this.addDialog(new ExchangeDialog(services));
    this.addDialog(new PermissionsDialog(services));
    this.addDialog(new CustomersDialog(services));
    this.addDialog(new ReservationsDialog(services));
    this.addDialog(new HistoryDialog('orders', services));
    this.addDialog(new HistoryDialog('activity', services));
    this.addDialog(new RequestsDialog(services));
    this.addDialog(new PlacedDialog(services));
    this.addDialog(new ConfigureDialog(services));
    this.addDialog(new RenewDialog(services));
  }

  protected override async onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return await this.onContinueDialog(dc);
  }

  protected override async onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    try {
      return turn.submit ? await this.submitted(dc, turn) : await this.said(dc, turn);
    } catch (error) {
      const cause = error instanceof DialogContextError ? error.error : error;
      if (!(cause instanceof Refusal)) throw cause;
      // In the language of now: it may have been changed in this turn.
      return await this.refuse(dc, turnOf(dc.context), cause);
    }
  }

  /** The greeting: who you are here, and what you can begin with. */
  async greet(turn: Turn): Promise<void> {
    const me = await this.services.desk.whoIs(turn.actor);
    await turn.replies.card(welcomeCard(turn.words, { me, localMode: turn.localMode }));
    turn.memory.greeted = true;
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
      const job = JOBS.find((known) => known === submit.values.job);
      const options = Object.fromEntries(
        CARRIED.flatMap((name) => (submit.values[name] ? [[name, submit.values[name]]] : [])),
      );
      if (job) return await this.start(dc, turn, job, options);
    }
    if (live && dc.activeDialog) {
      if (submit.action === 'cancel') return await this.cancel(dc, turn);
      return await dc.continueDialog();
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
    if (says(turn, 'dialog.commands.help')) {
      await turn.replies.card(helpCard(turn.words, { localMode: turn.localMode }));
      if (open) await dc.repromptDialog();
      return this.waiting(dc);
    }
    if (open) {
      if (says(turn, 'dialog.commands.cancel')) return await this.cancel(dc, turn);
      const job = JOBS.find((known) => says(turn, `dialog.commands.job.${known}`));
      if (job && !this.claimed(dc, turn)) return await this.start(dc, turn, job, onward(dc, job) ?? {});
      const known = answerAmidst(turn, 'firm');
      if (known) return await this.answer(dc, turn, known);
      const other = await this.otherWish(turn);
      if (other) return await this.start(dc, turn, other.job, { query: other.query });
      const likely = answerAmidst(turn, 'some');
      return likely ? await this.answer(dc, turn, likely) : await dc.continueDialog();
    }
    if (says(turn, 'dialog.commands.hello')) {
      await this.greet(turn);
      return this.waiting(dc);
    }
    const wish = wishFrom(turn);
    const answer = answerTo(turn, wish);
    if (answer) return await this.answer(dc, turn, answer);
    if (wish) return await this.start(dc, turn, wish.job, wish.query ? { query: wish.query } : {});
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

  private async greetOrAskAgain(dc: DialogContext, turn: Turn, open: boolean): Promise<void> {
    if (open) await dc.repromptDialog();
    else await this.greet(turn);
  }

  /** In the middle of a flow: "buy for Fabrikam" is another wish only where it names a customer; else it is an answer. */
  private async otherWish(turn: Turn): Promise<Wish | undefined> {
    const wish = wishFrom(turn);
    // A name has letters: "buy 5" at the review is no wish for a customer with a 5 in its name.
    if (!wish || !/\p{L}{3}/u.test(wish.query)) return undefined;
    const found = await this.services.desk.findCustomers(
      turn.actor,
      { text: wish.query },
      turn.words.country,
    );
    return found.total > 0 && !found.approximate ? wish : undefined;
  }

  /** True where the prompt that waits takes this word for itself, as the review does "buy". */
  private claimed(dc: DialogContext, turn: Turn): boolean {
    return waitingPrompt(dc)?.prompt.claims(turn, turn.text) ?? false;
  }

  // ---- what follows --------------------------------------------------------------------------------------------

  private async start(
    dc: DialogContext,
    turn: Turn,
    job: Job,
    options: FlowOptions,
  ): Promise<DialogTurnResult> {
    if (dc.activeDialog && onward(dc, job)) await this.close(dc, turn);
    else if (dc.activeDialog) {
      const key = dc.activeDialog.id === BuyDialog.id ? 'dialog.switched.buy' : 'dialog.switched.other';
      await turn.replies.text(turn.words.t(key));
      await this.close(dc, turn);
    }
    turn.memory.greeted = true;
    return await dc.beginDialog(job, options);
  }

  private async cancel(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const buying = dc.activeDialog?.id === BuyDialog.id;
    await this.close(dc, turn);
    await turn.replies.text(turn.words.t(buying ? 'desk.cancelledCartKept' : 'desk.cancelled'));
    return await dc.endDialog();
  }

  private async startOver(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    await this.close(dc, turn);
    await this.greet(turn);
    return await dc.endDialog();
  }

  private async refuse(dc: DialogContext, turn: Turn, refusal: Refusal): Promise<DialogTurnResult> {
    const customerId = customerOf(dc);
    await this.close(dc, turn);
    await turn.replies.card(
      refusalCard(turn.words, { facts: refusal.facts, ...(customerId ? { customerId } : {}) }),
    );
    return await dc.endDialog();
  }

  private async close(dc: DialogContext, turn: Turn): Promise<void> {
    await retire(turn);
    await dc.cancelAllDialogs();
  }

  private waiting(dc: DialogContext): DialogTurnResult {
    return dc.activeDialog ? Dialog.EndOfTurn : { status: DialogTurnStatus.complete };
  }
}

/** The prompt that waits, where one does. */
function waitingPrompt(
  dc: DialogContext,
): { prompt: CardPrompt<object, unknown>; instance: DialogInstance } | undefined {
  let context: DialogContext | undefined = dc;
  while (context?.child) context = context.child;
  const instance = context?.activeDialog;
  const prompt = instance && context?.findDialog(instance.id);
  return instance && prompt instanceof CardPrompt ? { prompt, instance } : undefined;
}

/** What a job is told where the prompt that waits leads on to it, as a page does to what can be done from there. */
function onward(dc: DialogContext, job: Job): FlowOptions | undefined {
  const waiting = waitingPrompt(dc);
  return waiting?.prompt.onward(waiting.instance, job);
}

/** The customer that the flow on top is about, for buttons that go on with it. */
function customerOf(dc: DialogContext): string | undefined {
  let context: DialogContext | undefined = dc;
  let customerId: string | undefined;
  while (context) {
    const state = context.activeDialog?.state as
      | {
          values?: { customerId?: unknown };
          state?: { customerId?: unknown };
          options?: { customerId?: unknown };
        }
      | undefined;
    for (const candidate of [
      state?.values?.customerId,
      state?.state?.customerId,
      state?.options?.customerId,
    ]) {
      if (typeof candidate === 'string') customerId = candidate;
    }
    context = context.child;
  }
  return customerId;
}

/** "refund for Fabrikam": the job that the first words name, and the rest as words that say which customer. */
function wishFrom({ text, words }: Turn): Wish | undefined {
  const asked = text.replace(/\?+$/, '');
  const named = JOBS.flatMap((job) => {
    const rest = afterCommand(words, `dialog.commands.job.${job}`, asked);
    return rest === undefined ? [] : [{ job, rest }];
  });
  // "order history" is not "order", for somebody called History.
  const [longest] = named.sort((a, b) => a.rest.length - b.rest.length);
  if (!longest) return undefined;
  // "cancel" alone at the root asks for a refund; so does "cancel" with something named (a reservation).
  const filler = new Set(commandWords(words, 'dialog.commands.filler'));
  const rest = longest.rest.split(' ');
  while (rest.length > 0 && filler.has((rest[0] ?? '').toLocaleLowerCase(words.locale))) rest.shift();
  return { job: longest.job, query: rest.join(' ') };
}
