/** What the use cases of handing over answer. */
import type { Handover, HandoverWish, PartnerUser, ProductSnapshot } from '../model.js';
import type { RefusalFacts } from '../refusals.js';

/** A handover as a list shows it. */
export interface HandoverFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly handover: Handover;
  /** This user was asked. */
  readonly toMe: boolean;
  /** This user asked. */
  readonly fromMe: boolean;
  /** Why it makes no sense any more, where it is open all the same. */
  readonly problem?: RefusalFacts;
}

/** One thing that is returned or bought; of one that is gone from the book nothing but its id is known. */
export interface HandoverItem {
  readonly does: 'return' | 'buy';
  readonly quantity: number;
  readonly id: string;
  readonly product?: Pick<ProductSnapshot, 'name' | 'type' | 'region' | 'term'>;
}

/** What was prepared. */
interface Prepared {
  readonly customerName: string;
  readonly wish: HandoverWish;
  readonly items: readonly HandoverItem[];
}

export interface HandoverDetail extends HandoverFacts {
  readonly items: readonly HandoverItem[];
}

/** What was prepared, and the colleagues who may do exactly this, by name; never the user itself. */
export interface ColleaguesToAsk extends Prepared {
  readonly colleagues: readonly Pick<PartnerUser, 'id' | 'name' | 'roles'>[];
}

/** How many handovers wait for a user, and how many that it asked for were closed by somebody else. */
export interface HandoverNews {
  readonly waiting: number;
  readonly answered: number;
}
