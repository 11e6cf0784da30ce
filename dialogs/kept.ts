/**
 * What the dialogs keep between turns, looked at before it is gone on with: it may have been written by an earlier
 * version of the desk, in which a flow had other steps or a prompt kept other things.
 */
import { z } from 'zod';
import { CardPrompt } from './card-prompt.js';
import { Flow, Steps } from './flow.js';
import { ComponentDialog, type Dialog, type DialogSet } from './sdk.js';

/**
 * To be raised with every change of what a flow or a prompt keeps that the one of before could not be gone on with.
 * Other dialogs and other numbers of steps are noticed without it.
 */
export const KEPT_VERSION = 1;

/** The ids that flows and prompts keep are text, wherever they stand. */
const idsSchema = z.looseObject(
  Object.fromEntries(
    [
      'customerId',
      'reservationId',
      'subscriptionId',
      'requestNumber',
      'quoteId',
      'bulkId',
      'number',
      'userId',
    ].map((name) => [name, z.string().optional()]),
  ),
);

const stackSchema = z.looseObject({
  dialogStack: z.array(
    z.looseObject({ id: z.string(), state: z.looseObject({}), version: z.string().optional() }),
  ),
});
type Kept = z.infer<typeof stackSchema>['dialogStack'][number];

const stepsSchema = z.looseObject({ stepIndex: z.int().min(0), options: idsSchema, values: idsSchema });
const promptSchema = z.looseObject({
  state: idsSchema,
  ask: z.looseObject({
    cardId: z.string(),
    entries: z.record(z.string(), z.string()).optional(),
    errors: z.record(z.string(), z.string()).optional(),
  }),
});

/**
 * True where these dialogs can go on with all of what was kept. Nothing open is nothing to go on with, whoever kept it.
 * @param version of what was kept.
 */
export function canGoOn(dialogs: DialogSet, kept: unknown, version: number): boolean {
  if (kept === undefined) return true;
  const { data } = stackSchema.safeParse(kept);
  if (data?.dialogStack.length === 0) return true;
  return version === KEPT_VERSION && allFit(dialogs, kept);
}

function allFit(dialogs: DialogSet, kept: unknown): boolean {
  const { dialogStack = [] } = stackSchema.safeParse(kept).data ?? {};
  return dialogStack.length > 0 && dialogStack.every((one) => fits(dialogs.find(one.id), one));
}

function fits(dialog: Dialog | undefined, { state, version }: Kept): boolean {
  if (dialog instanceof ComponentDialog) {
    // A flow changes with its steps and prompts; the desk as a whole may well have other flows by now.
    const same = !(dialog instanceof Flow) || version === dialog.dialogs.getVersion();
    return same && allFit(dialog.dialogs, state.dialogs);
  }
  if (dialog instanceof Steps) {
    const { data } = stepsSchema.safeParse(state);
    return data !== undefined && data.stepIndex < dialog.count;
  }
  return dialog instanceof CardPrompt && promptSchema.safeParse(state).success;
}
