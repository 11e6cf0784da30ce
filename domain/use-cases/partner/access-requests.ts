/** Colleagues who ask to be let in, for those who manage users: who, and letting them in or not (rules section 1). */
import type { Page } from '../../answers.js';
import type { AccessRequest, Actor, PartnerUser, Role, Users } from '../../model.js';
import { allows } from '../../policy/access.js';
import {
  type Approval,
  approvedUser,
  openRequests,
  requireOpenRequest,
} from '../../policy/access-requests.js';
import { Refusal } from '../../refusals.js';
import { normalized } from '../../search/text.js';
import { pageOf } from '../lists.js';
import { type Ports, requireUser, stampOf } from '../ports.js';
import { actOnUsers, readUsers, subjectOf } from './users.js';

const PAGE_SIZE = 8;
/** As much of an id as the activity log keeps where there is no such request. */
const LONGEST_SUBJECT = 40;

export type AccessDecision = ({ readonly kind: 'approve' } & Approval) | { readonly kind: 'decline' };

/** As the activity log names them. */
const ACTIONS: Record<AccessDecision['kind'], string> = {
  approve: 'approve access',
  decline: 'decline access',
};

/** One request, with what may make whoever decides look twice. */
export interface AccessRequestFacts {
  readonly request: AccessRequest;
  /** Users of the partner who are called as the asker calls itself. */
  readonly namesakes: readonly PartnerUser[];
}

/** What was decided, as it stands. */
export interface AccessDecided {
  readonly request: AccessRequest;
  /** Who was let in. */
  readonly user?: PartnerUser;
}

/** The requests that wait for a decision, oldest first, a page at a time. @throws Refusal NeedsRole. */
export async function accessRequests(ports: Ports, actor: Actor, page: number): Promise<Page<AccessRequest>> {
  await requireUser(ports, actor, 'manageUsers');
  return pageOf(await openAccessRequests(ports, actor.partnerId), page, PAGE_SIZE);
}

/** How many wait for a decision of this user; none where the user may not decide. */
export async function accessRequestCount(ports: Ports, actor: Actor): Promise<number> {
  const { user } = await requireUser(ports, actor);
  if (!allows('manageUsers', user.roles)) return 0;
  return (await openAccessRequests(ports, actor.partnerId)).length;
}

/** All requests of a partner that wait for a decision, oldest first, for whoever tells those who may decide. */
export async function openAccessRequests(ports: Ports, partnerId: string): Promise<readonly AccessRequest[]> {
  return openRequests(await readUsers(ports, partnerId));
}

/** A request that waits for a decision. @throws Refusal NeedsRole, AccessRequestNotFound, AccessDecided. */
export async function accessRequest(ports: Ports, actor: Actor, id: string): Promise<AccessRequestFacts> {
  await requireUser(ports, actor, 'manageUsers');
  const users = await readUsers(ports, actor.partnerId);
  const request = requireOpenRequest(users, id);
  const name = normalized(request.name);
  return { request, namesakes: users.users.filter((user) => normalized(user.name) === name) };
}

/**
 * Lets somebody in with these roles, as a user of the partner from then on, or not. Who decides first decides
 * (rules section 8).
 * @throws Refusal NeedsRole, AccessRequestNotFound, AccessDecided, ApprovalInvalid, EmailTaken.
 */
export async function decideAccess(
  ports: Ports,
  actor: Actor,
  id: string,
  decision: AccessDecision,
  attemptId: string,
): Promise<AccessDecided> {
  const me = await requireUser(ports, actor);
  const action = ACTIONS[decision.kind];
  const known = requestIn(await readUsers(ports, actor.partnerId), id);
  const { document } = await actOnUsers(ports, actor, me, {
    action,
    subject: known?.name ?? id.slice(0, LONGEST_SUBJECT),
    attemptId,
    decide(current) {
      const request = requireOpenRequest(current, id);
      const user = decision.kind === 'approve' ? approvedUser(current, request, decision) : undefined;
      const closed: AccessRequest = {
        ...request,
        state: user ? 'approved' : 'declined',
        closed: {
          at: ports.clock.now().toISOString(),
          by: stampOf(me),
          ...(user ? { roles: user.roles } : {}),
        },
      };
      const next: Users = {
        ...current,
        users: user ? [...current.users, user] : current.users,
        accessRequests: (current.accessRequests ?? []).map((each) => (each.id === id ? closed : each)),
      };
      return { next, trace: { action, ...traceOf(request, user) } };
    },
  });
  const request = requestIn(document, id);
  if (!request) throw new Refusal({ code: 'AccessRequestNotFound' });
  const user = document.users.find((each) => each.id === id);
  return { request, ...(user ? { user } : {}) };
}

/** Named as the log names colleagues, so that it stands among the changes of the one who was let in. */
function traceOf(
  { name, aadObjectId }: AccessRequest,
  user: PartnerUser | undefined,
): { subject: string; after?: string } {
  if (!user) return { subject: `${name} (${aadObjectId})` };
  return { subject: subjectOf(user), after: rolesText(user.roles) };
}

/** Ids of roles: words for them are made where it is shown. */
function rolesText(roles: readonly Role[]): string {
  return roles.join(', ');
}

function requestIn({ accessRequests: all = [] }: Users, id: string): AccessRequest | undefined {
  return all.find((request) => request.id === id);
}
