/** Somebody of a known tenant who is in no book asks to be let in, once (rules section 1). */

import type { AccessRequest, ActorStamp, Users } from '../../model.js';
import { partnerOfTenant } from '../../partner-list.js';
import {
  type Asker,
  emailIn,
  removedUser,
  type Standing,
  shortName,
  standingOf,
} from '../../policy/access-requests.js';
import { USERS } from '../../store/kinds.js';
import { doneRecord, refusedRecord } from '../log.js';
import { type Ports, tell } from '../ports.js';
import { readUsers } from './users.js';

/** As the activity log names it. */
const ACTION = 'ask for access';
/** Longer than any object id: what is longer is kept nowhere. */
const LONGEST_OBJECT_ID = 255;

/** What came of asking: passed on just now, or where the asker stands without that. */
export type Asked = Standing | { readonly kind: 'asked' };

/** Where somebody stands who is no user of the desk. Changes nothing, and says nothing of the partner. */
export async function accessStanding(ports: Ports, asker: Asker): Promise<Standing> {
  const partnerId = await partnerOf(ports, asker);
  if (partnerId === undefined) return { kind: 'stranger' };
  return standingOf(await readUsers(ports, partnerId), asker);
}

/**
 * Asks for access. The same one again has no further effect, and is told where the first request stands. Nothing is
 * kept of strangers, and nothing more once too many have asked.
 */
export async function requestAccess(ports: Ports, asker: Asker): Promise<Asked> {
  const partnerId = await partnerOf(ports, asker);
  if (partnerId === undefined) return { kind: 'stranger' };
  const asked = await ports.documents.update<Users, Asked>(USERS, partnerId, (current = { users: [] }) => {
    const standing = standingOf(current, asker);
    if (standing.kind === 'removed') return { next: refusalNoted(ports, current, asker), result: standing };
    if (standing.kind !== 'mayAsk') return { next: current, result: standing };
    return { next: noted(ports, current, asker), result: { kind: 'asked' } };
  });
  if (asked.kind === 'asked' || asked.kind === 'removed')
    tell(ports, ACTION, { kind: asked.kind === 'asked' ? 'done' : 'refused' }, false);
  return asked;
}

function noted(ports: Ports, users: Users, asker: Asker): Users {
  const at = ports.clock.now().toISOString();
  const { objectId } = asker;
  const email = emailIn(asker.email ?? '');
  const request: AccessRequest = {
    id: ports.ids.guid(),
    at,
    aadObjectId: objectId,
    name: shortName(asker.name) || objectId,
    ...(email ? { email } : {}),
    state: 'open',
  };
  const by: ActorStamp = { userId: request.id, name: request.name, roles: [] };
  const record = doneRecord({ id: ports.ids.guid(), at, by }, { action: ACTION, subject: objectId });
  return {
    ...users,
    accessRequests: [...(users.accessRequests ?? []), request],
    activity: [...(users.activity ?? []), record],
  };
}

/** A refused attempt is in the log (rules section 7): the first of somebody, as nobody else could stop the others. */
function refusalNoted(ports: Ports, users: Users, asker: Asker): Users {
  const user = removedUser(users, asker);
  const activity = users.activity ?? [];
  const isNoted = activity.some(({ action, by }) => action === ACTION && by?.userId === user?.id);
  if (!user || isNoted) return users;
  const by: ActorStamp = { userId: user.id, name: user.name, roles: [] };
  const event = { id: ports.ids.guid(), at: ports.clock.now().toISOString(), by };
  const subject = asker.objectId;
  const record = refusedRecord(event, { action: ACTION, subject }, { code: 'RemovedMayNotAsk' });
  return { ...users, activity: [...activity, record] };
}

/** The partner whose tenant it is. */
async function partnerOf(ports: Ports, { tenantId, objectId }: Asker): Promise<string | undefined> {
  if (objectId === '' || objectId.length > LONGEST_OBJECT_ID) return undefined;
  return await partnerOfTenant(ports.documents, await ports.partners.ids(), tenantId);
}
