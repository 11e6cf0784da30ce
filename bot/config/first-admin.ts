/** Who may let the first users in, as the environment names them: for a book in which nobody manages users yet. */
import { z } from 'zod';
import { emailIn, shortName } from '../../domain/policy/access-requests.js';
import { isCountry } from '../../domain/policy/markets.js';
import type { FirstAdmin } from '../../domain/use-cases/partner/first-admin.js';
import { setting } from './settings.js';

const NAMED = [
  'FIRST_ADMIN_TENANT_ID',
  'FIRST_ADMIN_OBJECT_ID',
  'FIRST_ADMIN_NAME',
  'FIRST_ADMIN_EMAIL',
] as const;
const OF_PARTNER = ['PARTNER_NAME', 'PARTNER_COUNTRY'] as const;
const KINDS = ['direct', 'indirectProvider'] as const;

/** A setting that has to pass a check where it is there. */
const checked = (name: string, is: (text: string) => boolean, what: string) =>
  setting.refine((text) => text === undefined || is(text), {
    error: ({ input }) => `${name} must be ${what}, not "${input}".`,
  });

const isGuid = (text: string) => z.guid().safeParse(text).success;
const GUID = 'a GUID, as Microsoft Entra ID shows it';

const schema = z.object({
  FIRST_ADMIN_TENANT_ID: checked('FIRST_ADMIN_TENANT_ID', isGuid, GUID),
  FIRST_ADMIN_OBJECT_ID: checked('FIRST_ADMIN_OBJECT_ID', isGuid, GUID),
  FIRST_ADMIN_NAME: checked('FIRST_ADMIN_NAME', (text) => shortName(text) === text, 'a name of one line'),
  FIRST_ADMIN_EMAIL: checked('FIRST_ADMIN_EMAIL', (text) => emailIn(text) !== undefined, 'an e-mail address'),
  PARTNER_NAME: setting,
  PARTNER_COUNTRY: checked(
    'PARTNER_COUNTRY',
    isCountry,
    'the code of a country of two capital letters, such as NL',
  ),
  PARTNER_KIND: setting.pipe(
    z
      .enum(KINDS, {
        error: ({ input }) => `PARTNER_KIND must be one of ${KINDS.join(', ')}, not "${input}".`,
      })
      .optional(),
  ),
});
type Settings = z.infer<typeof schema>;

/** The first admin that the environment names, or what is wrong with that, as sentences; neither where it names none. */
export function firstAdminIn(env: Readonly<Record<string, string | undefined>>): {
  readonly firstAdmin?: FirstAdmin;
  readonly faults: readonly string[];
} {
  const parsed = schema.safeParse(env);
  const isSet = (name: string) => (env[name] ?? '').trim() !== '';
  const faults = [
    ...(parsed.error?.issues.map((issue) => issue.message) ?? []),
    ...missing(isSet, NAMED, [...NAMED, ...OF_PARTNER, 'PARTNER_KIND']),
    ...missing(isSet, OF_PARTNER, [...OF_PARTNER, 'PARTNER_KIND']),
  ];
  if (faults.length > 0 || !parsed.success) return { faults };
  const firstAdmin = firstAdminOf(parsed.data);
  return { faults, ...(firstAdmin ? { firstAdmin } : {}) };
}

/** What has to be there as well where one of them is. */
function missing(
  isSet: (name: string) => boolean,
  needed: readonly string[],
  togetherWith: readonly string[],
): string[] {
  const given = togetherWith.filter(isSet);
  if (given.length === 0) return [];
  const verb = given.length === 1 ? 'is' : 'are';
  return needed
    .filter((name) => !isSet(name))
    .map((name) => `${name} is missing, though ${given.join(', ')} ${verb} set.`);
}

function firstAdminOf(env: Settings): FirstAdmin | undefined {
  const {
    FIRST_ADMIN_TENANT_ID: tenantId,
    FIRST_ADMIN_OBJECT_ID: objectId,
    PARTNER_KIND: kind = 'direct',
  } = env;
  const { FIRST_ADMIN_NAME: name, FIRST_ADMIN_EMAIL: email, PARTNER_NAME, PARTNER_COUNTRY: location } = env;
  if (!tenantId || !objectId || !name || !email) return undefined;
  const partner = PARTNER_NAME && location ? { name: PARTNER_NAME, kind, location } : undefined;
  const [tenant, object] = [tenantId.toLowerCase(), objectId.toLowerCase()];
  return {
    tenantId: tenant,
    objectId: object,
    name,
    email: email.toLowerCase(),
    ...(partner ? { partner } : {}),
  };
}
