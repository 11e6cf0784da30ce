/** The partner's users: who there is, what each may do, and changing that (rules section 1). */
import type { Actor, PartnerUser } from '../../model.js';
import { openRequests } from '../../policy/access-requests.js';
import { type ColleagueChange, changedUsers, requireColleague } from '../../policy/colleagues.js';
import { pageOf } from '../lists.js';
import { type Ports, requireUser } from '../ports.js';
import { latestChanges, rightTo } from './act-partner.js';
import type { ColleagueFacts, ColleagueList } from './answers.js';
import { actOnUsers, readUsers, subjectOf } from './users.js';

const PAGE_SIZE = 8;
/** As much of an id as the activity log keeps where there is no such user. */
const LONGEST_SUBJECT = 40;

/** By kind of change, as the activity log names it. */
const ACTIONS: Record<ColleagueChange['kind'], string> = {
  roles: 'change roles',
  remove: 'remove colleague',
  bringBack: 'bring back colleague',
};

/** The partner's users by name, those removed at the end, a page at a time. */
export async function colleagues(ports: Ports, actor: Actor, page: number): Promise<ColleagueList> {
  const me = await requireUser(ports, actor);
  const document = await readUsers(ports, actor.partnerId);
  const right = rightTo('manageUsers', me);
  return {
    colleagues: pageOf([...document.users].sort(byName), page, PAGE_SIZE),
    accessRequests: right.mayChange ? openRequests(document).length : 0,
    ...right,
  };
}

function byName(a: PartnerUser, b: PartnerUser): number {
  const removed = Number(a.removed ?? false) - Number(b.removed ?? false);
  return removed || a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en');
}

/** The partner's users of whom each word is part of the name or the e-mail address. */
export async function findColleagues(ports: Ports, actor: Actor, text: string): Promise<PartnerUser[]> {
  await requireUser(ports, actor);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const { users } = await readUsers(ports, actor.partnerId);
  return users
    .filter(({ name, email }) => words.every((word) => `${name} ${email}`.toLowerCase().includes(word)))
    .sort(byName);
}

/** One user, with the latest changes of it. @throws Refusal ColleagueNotFound. */
export async function colleague(ports: Ports, actor: Actor, userId: string): Promise<ColleagueFacts> {
  const me = await requireUser(ports, actor);
  const { users, activity = [] } = await readUsers(ports, actor.partnerId);
  const found = requireColleague(users, userId);
  return {
    colleague: found,
    isMe: found.id === me.user.id,
    changes: latestChanges(activity.filter(({ subject }) => subject === subjectOf(found))),
    ...rightTo('manageUsers', me),
  };
}

/**
 * Gives and takes roles, removes a user (who may not act from then on), or brings one back with the roles it had.
 * @throws Refusal NeedsRole, ColleagueNotFound, LastUserManager, OwnRoles.
 */
export async function changeColleague(
  ports: Ports,
  actor: Actor,
  userId: string,
  change: ColleagueChange,
  attemptId: string,
): Promise<ColleagueFacts & { readonly changed: boolean }> {
  const me = await requireUser(ports, actor);
  const known = (await readUsers(ports, actor.partnerId)).users.find(({ id }) => id === userId);
  const action = ACTIONS[change.kind];
  const subject = known ? subjectOf(known) : userId.slice(0, LONGEST_SUBJECT);
  const { changed } = await actOnUsers(ports, actor, me, {
    action,
    subject,
    attemptId,
    decide(current) {
      const users = [...changedUsers(current.users, me.user.id, userId, change)];
      const before = requireColleague(current.users, userId);
      const after = requireColleague(users, userId);
      if (after === before) return { next: current };
      const trace = { action, subject, before: inWords(before), after: inWords(after) };
      return { next: { ...current, users }, trace };
    },
  });
  return { ...(await colleague(ports, actor, userId)), changed };
}

/** Ids of roles, or what else stands: words for them are made where it is shown. */
function inWords({ roles, removed = false }: PartnerUser): string {
  if (removed) return 'removed';
  return roles.length === 0 ? 'none' : roles.join(', ');
}
