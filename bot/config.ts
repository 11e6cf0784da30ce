/**
 * What the environment says about how to run. Checked once at start: every fault is told, in one go, in words
 * that name the variable. Without credentials the desk is in local mode, and then it may only be reached from
 * this machine, because nobody signs in.
 */
import { z } from 'zod';
import type { FirstAdmin } from '../domain/use-cases/partner/first-admin.js';
import { firstAdminIn } from './config/first-admin.js';
import { LIMITS } from './limits.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const APP_TYPES = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;
/** The one other cloud than the public one that the SDK knows. It decides whose tokens count: nothing else is taken. */
const US_GOVERNMENT = 'https://botframework.azure.us';

/** The bot's registration in Azure, named as the SDK names it. */
export interface Credentials {
  readonly type: (typeof APP_TYPES)[number];
  readonly appId: string;
  /** Absent with a managed identity. */
  readonly password?: string;
  readonly tenantId?: string;
  /** Set in a national cloud, and then the one there is: that of the government of the United States. */
  readonly channelService?: typeof US_GOVERNMENT;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** How long a start waits for another process to let go of the data folder. */
  readonly startWaitMs: number;
  /** Activities of one user in a minute, on average. */
  readonly turnsPerMinute: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Under which browsers of users reach the desk, without a slash at the end; absent: they do not. */
  readonly publicUrl?: string;
  /** What lets others than this machine read `/metrics`; absent: nothing does. */
  readonly metricsToken?: string;
  /** What the log hashes users with; absent: a key is drawn at each start. */
  readonly logKey?: string;
  /** What tokens of the chat page are signed with; absent: a key is kept in the data folder. */
  readonly chatKey?: Uint8Array;
  /** No credentials: no sign-in, this machine only. */
  readonly localMode: boolean;
  readonly credentials?: Credentials;
  /** Who may let the first users in, where nobody manages users yet. */
  readonly firstAdmin?: FirstAdmin;
}

/** The environment cannot be run with; `faults` are sentences for whoever starts the desk. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n- ${faults.join('\n- ')}`);
    this.name = 'ConfigError';
  }
}

/** A variable that is set to nothing counts as not set: that is how sample files leave it. */
const setting = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

const SHORTEST_SECRET = 16;
/** As long as what comes of the hash it is used with. */
const SHORTEST_KEY = 32;

/** Something that nobody guesses, and that can stand in a header. */
const secret = (name: string, shortest = SHORTEST_SECRET) =>
  setting.refine(
    (text) => text === undefined || (text.length >= shortest && /^[\x21-\x7e]+$/.test(text)),
    // Not with what it is set to: that may be the secret but for a slip.
    { error: () => `${name} must be at least ${shortest} characters, without spaces.` },
  );

const environment = z.object({
  PORT: setting
    .transform((text) => text ?? '3978')
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, {
      error: (issue) => `PORT must be a whole number from 0 to 65535, not "${issue.input}".`,
    })
    .transform(Number),
  HOST: setting,
  PUBLIC_URL: setting,
  DATA_DIR: setting.transform((text) => text ?? './data'),
  START_WAIT_SECONDS: setting
    .transform((text) => text ?? '10')
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) <= 3600, {
      error: (issue) => `START_WAIT_SECONDS must be a whole number from 0 to 3600, not "${issue.input}".`,
    })
    .transform(Number),
  LOG_LEVEL: setting
    .transform((text) => text?.toLowerCase() ?? 'info')
    .pipe(
      z.enum(LOG_LEVELS, {
        error: (issue) => `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${issue.input}".`,
      }),
    ),
  METRICS_TOKEN: secret('METRICS_TOKEN'),
  LOG_KEY: secret('LOG_KEY'),
  CHAT_KEY: secret('CHAT_KEY', SHORTEST_KEY),
  TURNS_PER_MINUTE: setting
    .transform((text) => text ?? String(LIMITS.turns.perMinute))
    .refine((text) => /^[1-9]\d{0,6}$/.test(text), {
      error: (issue) => `TURNS_PER_MINUTE must be a whole number from 1 to 9999999, not "${issue.input}".`,
    })
    .transform(Number),
  MicrosoftAppType: setting,
  MicrosoftAppId: setting,
  MicrosoftAppPassword: setting,
  MicrosoftAppTenantId: setting,
  ChannelService: setting.pipe(
    z
      .literal(US_GOVERNMENT, {
        error: (issue) =>
          `ChannelService must be left out, or ${US_GOVERNMENT} in the cloud of the US government, not "${issue.input}".`,
      })
      .optional(),
  ),
});
type Environment = z.infer<typeof environment>;

/** The configuration that the environment describes. @throws ConfigError with all faults at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  // The transforms of one variable do not depend on another, so the rest can be checked even when one is wrong.
  const plain = environment
    .pick({
      HOST: true,
      PUBLIC_URL: true,
      MicrosoftAppType: true,
      MicrosoftAppId: true,
      MicrosoftAppPassword: true,
      MicrosoftAppTenantId: true,
    })
    .parse(env);
  const localMode = credentialVariables(plain).length === 0;
  const { firstAdmin, faults: firstAdminFaults } = firstAdminIn(env);
  const faults = [
    ...(parsed.error?.issues.map((issue) => issue.message) ?? []),
    ...(localMode ? hostFaults(plain.HOST) : credentialFaults(plain)),
    ...publicUrlFaults(plain.PUBLIC_URL, localMode),
    ...firstAdminFaults,
  ];
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);

  const { PORT, HOST, PUBLIC_URL, DATA_DIR, LOG_LEVEL, METRICS_TOKEN, LOG_KEY, CHAT_KEY, TURNS_PER_MINUTE } =
    parsed.data;
  const { START_WAIT_SECONDS } = parsed.data;
  const publicUrl = PUBLIC_URL?.replace(/\/+$/, '') ?? (localMode ? `http://localhost:${PORT}` : undefined);
  return {
    port: PORT,
    host: HOST ?? (localMode ? '127.0.0.1' : '0.0.0.0'),
    dataDir: DATA_DIR,
    startWaitMs: START_WAIT_SECONDS * 1000,
    logLevel: LOG_LEVEL,
    turnsPerMinute: TURNS_PER_MINUTE,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(METRICS_TOKEN === undefined ? {} : { metricsToken: METRICS_TOKEN }),
    ...(LOG_KEY === undefined ? {} : { logKey: LOG_KEY }),
    ...(CHAT_KEY === undefined ? {} : { chatKey: new TextEncoder().encode(CHAT_KEY) }),
    localMode,
    ...(localMode ? {} : { credentials: credentialsOf(parsed.data) }),
    ...(firstAdmin ? { firstAdmin } : {}),
  };
}

/** True for an address or name that only this machine can reach: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(name);
}

type CredentialSettings = Pick<
  Environment,
  'MicrosoftAppType' | 'MicrosoftAppId' | 'MicrosoftAppPassword' | 'MicrosoftAppTenantId'
>;

function credentialVariables(env: CredentialSettings): string[] {
  return Object.entries({
    MicrosoftAppType: env.MicrosoftAppType,
    MicrosoftAppId: env.MicrosoftAppId,
    MicrosoftAppPassword: env.MicrosoftAppPassword,
    MicrosoftAppTenantId: env.MicrosoftAppTenantId,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function hostFaults(host: string | undefined): string[] {
  if (host === undefined || isLoopback(host)) return [];
  return [
    `HOST is "${host}", but without credentials the desk runs in local mode and listens on this machine only: ` +
      'use 127.0.0.1, localhost or ::1, or set MicrosoftAppId and its credentials.',
  ];
}

/** Links to files begin with it: an address and nothing more, and by https, but for this machine. */
function publicUrlFaults(text: string | undefined, localMode: boolean): string[] {
  if (text === undefined) return [];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const here = url !== undefined && isLoopback(url.hostname);
  const scheme = url?.protocol === 'https:' || (url?.protocol === 'http:' && here);
  if (!url || !scheme || url.username || url.password || url.search || url.hash)
    return [`PUBLIC_URL must be an address such as https://desk.example, not "${text}".`];
  if (localMode && !here) {
    return [
      `PUBLIC_URL is "${text}", but without credentials the desk answers to this machine only: ` +
        'leave it out, or set MicrosoftAppId and its credentials.',
    ];
  }
  return [];
}

function credentialFaults(env: CredentialSettings): string[] {
  const type = appTypeOf(env);
  const given = credentialVariables(env).join(', ');
  const needsTenant = type === 'SingleTenant' || type === 'UserAssignedMSI';
  const checks: [boolean, string][] = [
    [!type, `MicrosoftAppType must be one of ${APP_TYPES.join(', ')}, not "${env.MicrosoftAppType}".`],
    [!env.MicrosoftAppId, `MicrosoftAppId is missing, though ${given} is set.`],
    [
      (type === 'MultiTenant' || type === 'SingleTenant') && !env.MicrosoftAppPassword,
      `MicrosoftAppPassword is missing: a ${type} bot signs in with it.`,
    ],
    [
      type === 'UserAssignedMSI' && env.MicrosoftAppPassword !== undefined,
      'MicrosoftAppPassword must not be set: a UserAssignedMSI bot has no password.',
    ],
    [
      needsTenant && !env.MicrosoftAppTenantId,
      `MicrosoftAppTenantId is missing: a ${type} bot belongs to one tenant.`,
    ],
  ];
  return checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []));
}

/** The type as the SDK spells it, whatever the case it was written in; MultiTenant where none is given, as in the SDK. */
function appTypeOf(env: CredentialSettings): Credentials['type'] | undefined {
  const written = (env.MicrosoftAppType ?? 'MultiTenant').toLowerCase();
  return APP_TYPES.find((type) => type.toLowerCase() === written);
}

function credentialsOf(env: CredentialSettings & Pick<Environment, 'ChannelService'>): Credentials {
  const type = appTypeOf(env);
  if (!type || !env.MicrosoftAppId) throw new ConfigError(credentialFaults(env));
  return {
    type,
    appId: env.MicrosoftAppId,
    ...(env.MicrosoftAppPassword ? { password: env.MicrosoftAppPassword } : {}),
    ...(env.MicrosoftAppTenantId ? { tenantId: env.MicrosoftAppTenantId } : {}),
    ...(env.ChannelService ? { channelService: env.ChannelService } : {}),
  };
}
