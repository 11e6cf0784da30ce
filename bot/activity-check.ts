/**
 * What is asked of an activity before the SDK sees it. The SDK itself believes almost anything, and posts its
 * answer to whatever address the activity names.
 */
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { isLoopback } from './config.js';
import { LIMITS } from './limits.js';

const text = (max: number) => z.string('missing or not text').min(1, 'is empty').max(max, 'is too long');
const words = z.string('is not text').max(1000, 'is too long').nullish();
/** Who and where go back with every reply, where the SDK gives up on what has another type. */
const account = z.looseObject(
  { id: text(1000), name: words, aadObjectId: words, role: words },
  'missing or not an object',
);
const conversation = z.looseObject(
  {
    // The SDK sends it as a header of the reply.
    id: text(1000).regex(/^[\x20-\x7e]+$/, 'has characters that no channel uses'),
    name: words,
    conversationType: words,
    tenantId: words,
    aadObjectId: words,
    role: words,
    isGroup: z.boolean('is not true or false').nullish(),
  },
  'missing or not an object',
);
const list = z.array(z.record(z.string(), z.unknown()), 'is not a list');

/** The parts that a turn relies on; what else there is goes along untouched. */
const activitySchema = z.looseObject({
  type: text(100),
  channelId: text(100),
  serviceUrl: text(2000),
  conversation,
  from: account,
  recipient: account.optional(),
  id: text(1000).optional(),
  replyToId: text(1000).optional(),
  name: z.string('is not text').max(200, 'is too long').optional(),
  text: z
    .string('is not text')
    .max(LIMITS.body.text, `is longer than ${LIMITS.body.text} characters`)
    .optional(),
  locale: z.string('is not text').max(100, 'is too long').optional(),
  timestamp: z.string('is not text').max(100, 'is too long').optional(),
  membersAdded: z.array(account, 'is not a list').optional(),
  membersRemoved: z.array(account, 'is not a list').optional(),
  reactionsAdded: list.optional(),
  reactionsRemoved: list.optional(),
  entities: list.optional(),
  attachments: list.optional(),
});

/** The kinds of activity that a bot can be sent. Another one is acknowledged and has no effect. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'message',
  'messageUpdate',
  'messageDelete',
  'messageReaction',
  'conversationUpdate',
  'installationUpdate',
  'contactRelationUpdate',
  'endOfConversation',
  'event',
  'invoke',
  'typing',
  'command',
  'commandResult',
  'handoff',
  'suggestion',
]);

/** True for a kind of activity that the bot is asked about. */
export function isKnownType(type: string): boolean {
  return KNOWN_TYPES.has(type);
}

/**
 * The activity in a body, or the fault that it is refused for. Fields set to null count as absent, a missing
 * recipient is filled in, and the moments are dates, as the SDK has them.
 */
export function checkActivity(body: Record<string, unknown>): z.ZodSafeParseResult<Activity> {
  const present = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  return activitySchema.transform(asActivity).safeParse(present);
}

/** Hosts where the Bot Framework's channels take replies; those below them count as well. */
const CHANNEL_HOSTS = [
  'botframework.com',
  'botframework.azure.us',
  'smba.trafficmanager.net',
  'teams.microsoft.com',
  'teams.microsoft.us',
];

/** True where replies may be sent to this service URL: in local mode this machine, otherwise Microsoft's channels by https. */
export function mayReplyTo(serviceUrl: string, localMode: boolean): boolean {
  const url = parseUrl(serviceUrl);
  if (!url || url.username || url.password) return false;
  if (localMode) return /^https?:$/.test(url.protocol) && isLoopback(url.hostname);
  return url.protocol === 'https:' && CHANNEL_HOSTS.some((host) => `.${url.hostname}`.endsWith(`.${host}`));
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function asActivity(body: z.infer<typeof activitySchema>): Activity {
  const { timestamp, localTimestamp, expiration, ...rest } = body;
  const moments = Object.entries({ timestamp, localTimestamp, expiration }).flatMap(([name, value]) => {
    const moment = new Date(typeof value === 'string' ? value : Number.NaN);
    return Number.isNaN(moment.getTime()) ? [] : [[name, moment]];
  });
  const recipient = body.recipient ?? { id: 'bot', name: '' };
  // The schema has checked what a turn relies on; the rest of the SDK's type describes what may be there.
  return { ...rest, recipient, ...Object.fromEntries(moments) } as unknown as Activity;
}
