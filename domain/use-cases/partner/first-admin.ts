/** The first one who may let others in, as the configuration names them (rules section 1): nobody else could. */

import type { ActorStamp, PartnerProfile, PartnerUser, Users } from '../../model.js';
import { CONFIGURATION } from '../../model.js';
import { partnerOfTenant } from '../../partner-list.js';
import { managesUsers } from '../../policy/colleagues.js';
import type { DocumentKind, Documents } from '../../store/documents.js';
import { CUSTOMERS, POLICY, PRICES, PROFILE, RATES, USERS } from '../../store/kinds.js';
import type { Clock } from '../../term.js';
import { dayOf } from '../../term.js';
import { doneRecord } from '../log.js';
import type { Ids } from '../ports.js';
import { subjectOf } from './users.js';

/** As the activity log names it. */
const ACTION = 'set first admin';
/** Easy to type where files are brought in on their behalf. */
const USER_ID = 'first-admin';

/** Who is to be the first, and of which partner. */
export interface FirstAdmin {
  /** Tenant and user in Microsoft Entra ID, as channels write them: in lower case. */
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly email: string;
  /** For a book that has no partner of that tenant yet. */
  readonly partner?: Pick<PartnerProfile, 'name' | 'kind' | 'location'>;
}

/** What came of it. */
export type FirstAdminSet =
  /** Somebody manages users there already: nothing was changed. The user id is the named one's, where they are a user. */
  | { readonly kind: 'notNeeded'; readonly userId?: string }
  /** The book has no partner of that tenant, and it is not said which to make: nothing was changed. */
  | { readonly kind: 'partnerNeeded' }
  | {
      readonly kind: 'done';
      readonly partnerId: string;
      /** Absent where a start that was broken off has named another one. */
      readonly userId?: string;
      /** The partner was made, too. */
      readonly newPartner: boolean;
    };

/**
 * Makes the user a Global admin where nobody manages users at their partner yet, and the partner, with an empty book,
 * where there is none. Done once more, it changes nothing.
 * @throws Refusal StoreUnavailable, DocumentUnreadable.
 */
export async function setFirstAdmin(
  { documents, clock, ids }: { readonly documents: Documents; readonly clock: Clock; readonly ids: Ids },
  wish: FirstAdmin,
): Promise<FirstAdminSet> {
  const partnerIds = (await documents.list(PROFILE)).sort();
  const known = await partnerOfTenant(documents, partnerIds, wish.tenantId);
  if (known === undefined && !wish.partner) return { kind: 'partnerNeeded' };
  // The same at every start, so that one that is broken off is gone on with by the next.
  const partnerId = known ?? wish.tenantId;
  const at = clock.now().toISOString();
  const short = await isFree(documents, partnerId);
  type Managed = { readonly userId: string | undefined; readonly changed: boolean };
  const { userId, changed } = await documents.update<Users, Managed>(
    USERS,
    partnerId,
    (current = { users: [] }) => {
      const named = current.users.find((each) => !each.removed && isWished(each, wish));
      if (current.users.some(managesUsers))
        return { next: current, result: { userId: named?.id, changed: false } };
      const user = adminOf(current, wish, short ? USER_ID : ids.guid());
      return {
        next: withAdmin(current, user, { id: ids.guid(), at }),
        result: { userId: user.id, changed: true },
      };
    },
  );
  if (known === undefined) await makePartner(documents, partnerId, wish, dayOf(at));
  const user = userId === undefined ? {} : { userId };
  if (known !== undefined && !changed) return { kind: 'notNeeded', ...user };
  return { kind: 'done', partnerId, ...user, newPartner: known === undefined };
}

function withAdmin(
  users: Users,
  user: PartnerUser,
  event: { readonly id: string; readonly at: string },
): Users {
  const by: ActorStamp = { userId: CONFIGURATION, name: CONFIGURATION, roles: [] };
  const trace = { action: ACTION, subject: subjectOf(user), after: user.roles.join(', ') };
  return {
    ...users,
    users: [...users.users.filter(({ id }) => id !== user.id), user],
    activity: [...(users.activity ?? []), doneRecord({ ...event, by }, trace)],
  };
}

/** Whether nobody has the short user id yet, at this partner or another: the tools know users by their id alone. */
async function isFree(documents: Documents, partnerId: string): Promise<boolean> {
  try {
    for (const key of new Set([partnerId, ...(await documents.list(USERS))])) {
      const users = (await documents.read(USERS, key))?.users ?? [];
      if (users.some(({ id }) => id === USER_ID)) return false;
    }
    return true;
  } catch {
    // The damaged file of one partner is no reason not to start for another.
    return false;
  }
}

/** A user who is in the book already, be they removed, with that role beside their others; else a new one. */
function adminOf({ users }: Users, wish: FirstAdmin, id: string): PartnerUser {
  const known = users.find((user) => isWished(user, wish));
  if (known) {
    const { removed: _, ...rest } = known;
    return { ...rest, roles: [...new Set([...known.roles, 'GlobalAdmin' as const])] };
  }
  const { name, email, objectId } = wish;
  return { id, name, email, roles: ['GlobalAdmin'], aadObjectId: objectId };
}

function isWished({ aadObjectId }: PartnerUser, { objectId }: FirstAdmin): boolean {
  return aadObjectId === objectId;
}

/** An empty book. The profile is written last: until then there is no such partner. */
async function makePartner(
  documents: Documents,
  id: string,
  { tenantId, partner }: FirstAdmin,
  today: string,
): Promise<void> {
  if (!partner) return;
  const { name, kind, location } = partner;
  // What is there is of a start that was broken off.
  const put = <T>(document: DocumentKind<T>, next: T) =>
    documents.update(document, id, (current) => ({ next: current ?? next, result: undefined }));
  await put(CUSTOMERS, { customers: [] });
  await put(PRICES, { products: [], lists: {} });
  await put(RATES, { rates: {} });
  await put(POLICY, { refundPolicy: 'partner-center', since: today });
  await put(PROFILE, { id, name, kind, location, tenantId, resellers: [] });
}
