/** What is open: the flow on the stack, the prompt that waits on top of it, and what they are about. */
import type { Job } from '../cards/views/jobs.js';
import { CardPrompt } from './card-prompt.js';
import { CopyDialog } from './copy.js';
import type { FlowOptions } from './flow.js';
import { HandoversDialog } from './handovers.js';
import type { DialogContext, DialogInstance, DialogState } from './sdk.js';
import type { Submit } from './turn.js';

/** Jobs that are settings of the partner, and those of them whose words name no customer. */
const SETTINGS: readonly Job[] = ['colleagues', 'prices', 'rates', 'policy'];
const SETTINGS_WITHOUT_CUSTOMER: readonly Job[] = ['colleagues', 'rates', 'policy'];

/** Which copy for the customer, as the use case names it. */
export interface CopyWish {
  readonly customerId: string;
  readonly what: string;
}

/** What a button asks a copy of while a flow is open: that flow goes on. */
export function copyOf(dc: DialogContext, { job, customerId, what }: Submit['values']): CopyWish | undefined {
  return dc.activeDialog && job === CopyDialog.id && customerId && what ? { customerId, what } : undefined;
}

/** The quote or request that is open, for a copy of it. */
export function quoteOn(dc: DialogContext): CopyWish | undefined {
  const customerId = customerOf(dc);
  const { activeDialog } = innermost(dc);
  const state = (activeDialog?.state as { state?: { quoteId?: unknown; number?: unknown } } | undefined)
    ?.state;
  if (customerId === undefined) return undefined;
  if (typeof state?.quoteId === 'string') return { customerId, what: `quote/${state.quoteId}` };
  // Handovers have numbers too, and nothing to copy.
  if (typeof state?.number !== 'string' || dc.activeDialog?.id === HandoversDialog.id) return undefined;
  return { customerId, what: `request/${state.number}` };
}

/** True where one of the settings is open and another one is asked for: "rate EUR 1.08" at a colleague's card. */
export function amongSettings(dc: DialogContext, job: Job): boolean {
  const open = dc.activeDialog?.id;
  return job !== open && SETTINGS_WITHOUT_CUSTOMER.includes(job) && SETTINGS.some((known) => known === open);
}

/** Where the prompt waits that is asking now. */
export function innermost(dc: DialogContext): DialogContext {
  let context = dc;
  while (context.child) context = context.child;
  return context;
}

/** Where a conversation stands, by the names of our own dialogs: the job that is open, and what asks within it. */
export interface Place {
  readonly dialog: string;
  readonly step: string;
}

/** Where this state has the conversation; undefined where nothing is open. */
export function placeIn(state: DialogState | undefined): Place | undefined {
  const names: string[] = [];
  for (let stack = state?.dialogStack; Array.isArray(stack); ) {
    const top = stack.at(-1);
    if (top) names.push(top.id);
    const within: { dialogs?: DialogState } | undefined = top?.state;
    stack = within?.dialogs?.dialogStack;
  }
  // The first is the root of every conversation.
  const [, dialog] = names;
  return dialog === undefined ? undefined : { dialog, step: names.at(-1) ?? dialog };
}

/** The prompt that waits, where one does. */
export function waitingPrompt(
  dc: DialogContext,
): { prompt: CardPrompt<object, unknown>; instance: DialogInstance } | undefined {
  const context = innermost(dc);
  const instance = context.activeDialog;
  const prompt = instance && context.findDialog(instance.id);
  return instance && prompt instanceof CardPrompt ? { prompt, instance } : undefined;
}

/** What a job is told where the prompt that waits leads on to it, as a page does to what can be done from there. */
export function onward(dc: DialogContext, job: Job): FlowOptions | undefined {
  const waiting = waitingPrompt(dc);
  return waiting?.prompt.onward(waiting.instance, job);
}

/** The customer that the flow on top is about, for buttons that go on with it. */
export function customerOf(dc: DialogContext): string | undefined {
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
