/** Who is speaking, what is missing, and pages of lists. */
import type { PartnerProfile, PartnerUser } from '../model.js';
import type { RefusalFacts } from '../refusals.js';

/** Who is speaking. */
export interface Me {
  readonly user: PartnerUser;
  readonly partner: PartnerProfile;
}

/** Which role or access is missing (rules section 1). */
export type MissingRight = Extract<RefusalFacts, { code: 'NeedsRole' | 'NeedsAccess' }>;

/** One page of a longer list. `page` counts from 1. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}
