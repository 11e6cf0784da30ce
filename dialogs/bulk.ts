/** Buying in bulk: the lines → their review → bought after the turn → what came of each. */
import { BulkPastePrompt } from './bulk-paste.js';
import { BulkResultPrompt } from './bulk-result.js';
import { BulkReviewPrompt } from './bulk-review.js';
import type { BulkRuns } from './bulk-run.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import { turnOf } from './turn.js';

/** What a prompt of the flow is answered with: which lines to go on with, and how; nothing: it is closed. */
export interface BulkStep {
  readonly bulkId?: string;
  /** They are confirmed: buy those that wait. */
  readonly run?: true;
  /** Other lines are sent. */
  readonly fresh?: true;
}

export class BulkDialog extends Flow {
  static readonly id = 'bulk';

  constructor(services: Services, runs: BulkRuns) {
    const { desk } = services;

    /** Named: its review, or what came of it. Nothing named: one that was interrupted; else the lines are asked for. */
    const ask = async (step: FlowStep) => {
      const { bulkId, fresh } = step.options;
      const { actor } = turnOf(step.context);
      if (fresh) return await step.beginDialog(BulkPastePrompt.id);
      const known = bulkId === undefined ? await desk.latestBulk(actor) : await desk.bulk(actor, bulkId);
      if (!known || (bulkId === undefined && known.state !== 'begun'))
        return await step.beginDialog(BulkPastePrompt.id);
      const prompt = known.state === 'checked' ? BulkReviewPrompt.id : BulkResultPrompt.id;
      return await step.beginDialog(prompt, { bulkId: known.bulk.id });
    };

    const goOn = async (step: FlowStep) => {
      const { bulkId, run, fresh }: BulkStep = step.result ?? {};
      const turn = turnOf(step.context);
      if (fresh) return await again(step, { fresh });
      if (bulkId === undefined) return await step.endDialog();
      if (!run) return await again(step, { bulkId });
      await runs.start(turn, await desk.bulk(turn.actor, bulkId));
      return await step.endDialog();
    };

    super(
      BulkDialog.id,
      [new BulkPastePrompt(services), new BulkReviewPrompt(services), new BulkResultPrompt(services, runs)],
      [ask, goOn],
    );
  }
}
