/** What a line asks for, as far as it says. Nothing in it is checked: that is done where it is put to use. */

import type { Job } from '../../cards/views/jobs.js';
import type { BillingPlan, Scope } from '../../domain/model.js';
import type { NamedProduct } from '../../domain/use-cases/naming.js';

/** A product or a reservation that was spoken of, and how many of it. */
export interface Said extends NamedProduct {
  /** A whole number from 1. */
  readonly quantity?: string;
  /** What stands in the place of a quantity and is none, such as "1.5". */
  readonly unclear?: string;
}

/** True where something was said by which it can be found. */
export function isNamed({ text, region, term }: Said): boolean {
  return text !== '' || region !== undefined || term !== undefined;
}

/** The quantity as it was said, also where it is none: that is refused in words where it is put to use. Empty: none. */
export function quantityOf(said: Said | undefined): string {
  return said?.quantity ?? said?.unclear ?? '';
}

/** How it is to be bought. */
export interface Manner {
  readonly billing?: BillingPlan;
  readonly scope?: Scope;
  /** Name or MPN ID. */
  readonly reseller?: string;
}

/** What a flow is told of a wish, beside the customer and the days. */
export interface Spoken extends Manner {
  /** What is given back or looked at. */
  readonly returns: readonly Said[];
  readonly purchases: readonly Said[];
}

export interface Wish extends Spoken {
  readonly job: Job;
  /** Words that say which customer, as typed; empty: none. */
  readonly customer: string;
  /** How many customers are called so as it is written. */
  readonly customers: number;
  /** The one customer that is surely meant. */
  readonly customerId?: string;
  /** UTC days that the line names. */
  readonly days?: { readonly from: string; readonly to: string; readonly day: string };
}
