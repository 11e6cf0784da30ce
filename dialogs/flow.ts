/** A flow: one conversation with a beginning and an end, as a waterfall whose steps read top-down. */

import type { Job } from '../cards/views/jobs.js';
import type { Desk } from '../domain/desk.js';
import type { PurchaseWish, ReturnWish } from '../domain/use-cases/exchanging.js';
import type { Downloads } from './downloads.js';
import type { Spoken } from './one-line/wish.js';
import {
  ComponentDialog,
  type Dialog,
  type DialogTurnResult,
  DialogTurnStatus,
  WaterfallDialog,
  type WaterfallStepContext,
} from './sdk.js';

/** What a flow can be started with: what is known already is not asked. Strings only. */
export interface FlowOptions {
  readonly customerId?: string;
  readonly reservationId?: string;
  readonly subscriptionId?: string;
  /** Number of a support request. */
  readonly requestNumber?: string;
  /** What is to be marked as placed, or handed to a colleague, as the use case names it. */
  readonly what?: string;
  /** How many of a reservation, as typed; empty: all of it. */
  readonly quantity?: string;
  /** A UTC day that is asked about, such as "2027-03-03". */
  readonly day?: string;
  /** A bulk purchase. */
  readonly bulkId?: string;
  /** Other lines are to be bought in bulk, whatever was before. */
  readonly fresh?: true;
  /** UTC days, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Buying goes on at the review of the cart. */
  readonly review?: true;
  /** Words that say which customer. */
  readonly query?: string;
  /** What is returned in an exchange whose purchases are chosen again. */
  readonly returns?: readonly ReturnWish[];
  /** What is bought in an exchange that is known whole. */
  readonly purchases?: readonly PurchaseWish[];
  /** What a typed line says of products, reservations and how to buy. */
  readonly said?: Spoken;
}

/** Where a flow leads that only shows the way: the job that begins when it ends. */
export interface GoTo {
  readonly goTo: Job;
  readonly options: FlowOptions;
}

/** The job that begins now that a flow has ended so; undefined where it leads nowhere. */
export function leadsTo({ status, result }: DialogTurnResult): GoTo | undefined {
  return status === DialogTurnStatus.complete && result?.goTo ? (result as GoTo) : undefined;
}

export type FlowStep = WaterfallStepContext<FlowOptions>;

/** What flows need from outside. */
export interface Services {
  readonly desk: Desk;
  /** Absent where users can not reach the desk by a browser: then no files are offered. */
  readonly downloads?: Downloads;
}

const WATERFALL = 'steps';

/** The steps of a flow, one after the other. */
export class Steps extends WaterfallDialog<FlowOptions> {
  readonly count: number;

  constructor(steps: readonly ((step: FlowStep) => Promise<DialogTurnResult>)[]) {
    super(WATERFALL, [...steps]);
    this.count = steps.length;
  }
}

export abstract class Flow extends ComponentDialog<FlowOptions> {
  constructor(
    id: string,
    prompts: readonly Dialog[],
    steps: readonly ((step: FlowStep) => Promise<DialogTurnResult>)[],
  ) {
    super(id);
    this.addDialog(new Steps(steps));
    for (const prompt of prompts) this.addDialog(prompt);
    this.initialDialogId = WATERFALL;
  }
}

/** The steps once more from the first, with what is known by now. */
export async function again(step: FlowStep, options: FlowOptions): Promise<DialogTurnResult> {
  return await step.replaceDialog(WATERFALL, options);
}
