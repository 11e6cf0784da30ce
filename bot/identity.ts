/**
 * Who is speaking: an activity becomes an actor, or nobody. With credentials only what the SDK has validated counts
 * (in Teams the tenant and the object id), and on the chat page who has signed in; in local mode there is no sign-in, and a tester acts as a demo user.
 */
import type { Activity } from 'botbuilder';
import { roleName } from '../cards/views/names.js';
import type { Words } from '../cards/words.js';
import type { Desk } from '../domain/desk.js';
import type { Actor, Role } from '../domain/model.js';
import { ROLES } from '../domain/model.js';
import { channelOf } from './channels.js';

/** Whom a tester is before choosing: the one who may do most. */
const FIRST_ROLE: Role = 'AdminAgent';
/** What Azure's Direct Line calls itself, with and without its Web Chat. */
const OVER_AZURE: ReadonlySet<string> = new Set(['directline', 'webchat']);

/**
 * The actor behind an activity.
 * @param localMode no credentials are configured; nobody can be told apart.
 * @param actingAs whom the tester chose to be in this conversation.
 * @param signedIn those of the chat page; absent: nobody signs in there.
 */
export async function actorOf(
  desk: Desk,
  activity: Activity,
  localMode: boolean,
  actingAs: Actor | undefined,
  signedIn?: SignedInUsers,
): Promise<Actor | undefined> {
  if (localMode) return actingAs ?? (await desk.userWithRole(FIRST_ROLE));
  const identity = identityIn(activity, signedIn);
  return identity && (await desk.userByObjectId(identity.tenantId, identity.objectId));
}

/** Somebody whom a channel vouches for, be they in the book or not. */
export interface Identity {
  /** Tenant and user in Microsoft Entra ID. */
  readonly tenantId: string;
  readonly objectId: string;
  /** What they call themselves: nobody has vouched for it. */
  readonly name: string;
  readonly email?: string;
}

/** Those who are signed in on the chat page. */
export interface SignedInUsers {
  /** Who speaks under this user id of the chat; undefined: nobody that is signed in. */
  identityOf(userId: string): Identity | undefined;
  /** By which Direct Line their activities come; what comes by the other one is nobody's. */
  readonly over: 'azure' | 'own';
}

/**
 * Who has sent an activity, as far as its channel vouches for it; undefined: it does not.
 * @param signedIn those of the chat page; absent: nobody signs in there.
 */
export function identityIn(activity: Activity, signedIn?: SignedInUsers): Identity | undefined {
  if (signedIn && isOfPage(activity, signedIn)) return signedIn.identityOf(activity.from.id);
  if (activity.channelId !== 'msteams') return undefined;
  const tenantId = tenantOf(activity);
  const objectId: unknown = activity.from.aadObjectId;
  if (tenantId === undefined || typeof objectId !== 'string' || objectId === '') return undefined;
  return { tenantId, objectId, name: activity.from.name ?? '' };
}

/**
 * True for an activity of the chat page where users sign in. Its user id is of the token and not of what the browser
 * sends: the desk's own Direct Line sets it, and Azure's does, as only its activities pass the check of signatures.
 */
export function isOfPage(activity: Activity, { over }: SignedInUsers): boolean {
  const { id, embedded } = channelOf(activity);
  return over === 'own' ? embedded : !embedded && OVER_AZURE.has(id);
}

/** The tenant that Teams names, which it does in two places; undefined: none, or not the same one in both. */
function tenantOf({ conversation, channelData }: Activity): string | undefined {
  const named: unknown[] = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id != null);
  const [tenantId] = named;
  if (typeof tenantId !== 'string' || tenantId === '') return undefined;
  return named.every((id) => id === tenantId) ? tenantId : undefined;
}

/** True for two who are the same user of the same partner. */
export function isSame(one: Actor, other: Actor): boolean {
  return one.partnerId === other.partnerId && one.userId === other.userId;
}

/** The role that a text names, in English or as these words call it, however it is written: "admin agent", "AdminAgent", "sales". */
export function roleNamed(text: string, words: Words): Role | undefined {
  const wanted = letters(text);
  if (wanted === '') return undefined;
  const named = ROLES.map((role) => ({ role, names: [role, roleName(words, role)].map(letters) }));
  const exact = named.find(({ names }) => names.includes(wanted));
  const begun = named.filter(({ names }) => names.some((name) => name.startsWith(wanted)));
  return (exact ?? (begun.length === 1 ? begun[0] : undefined))?.role;
}

function letters(text: string): string {
  return text.normalize().toLowerCase().replace(/\P{L}/gu, '');
}
