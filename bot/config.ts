/**
 * What the environment says about how to run. Checked once at start: every fault is told, in one go, in words
 * that name the variable. Without credentials and without a sign-in the desk is in local mode, and then it may only be
 * reached from this machine, because nobody can be told apart.
 */
import { z } from 'zod';
import type { FirstAdmin } from '../domain/use-cases/partner/first-admin.js';
import {
  CHANNEL_SERVICE,
  CREDENTIAL_SETTINGS,
  type Credentials,
  credentialFaults,
  credentialsOf,
  credentialVariables,
} from './config/credentials.js';
import { firstAdminIn } from './config/first-admin.js';
import { isLoopback, secret, setting, webAddress } from './config/settings.js';
import {
  asksForSignIn,
  SESSION_KEY,
  SIGN_IN_SETTINGS,
  type SignInSettings,
  signInFaults,
  signInOf,
} from './config/sign-in.js';
import { LIMITS } from './limits.js';

export type { Credentials } from './config/credentials.js';
export { isLoopback } from './config/settings.js';
export type { SignInSettings } from './config/sign-in.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

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
  /** Neither credentials nor a sign-in: nobody can be told apart, and this machine only. */
  readonly localMode: boolean;
  /** Absent: the channels of the Bot Framework are closed, but for a tester's in local mode. */
  readonly credentials?: Credentials;
  /** Absent: the chat page is closed, but for local mode. */
  readonly signIn?: SignInSettings;
  /** Set: the chat page goes by Azure's Direct Line, and this is its secret. Absent: by the desk's own. */
  readonly directLineSecret?: string;
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

/** As long as what comes of the hash it is used with. */
const SHORTEST_KEY = 32;

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
  ...CREDENTIAL_SETTINGS,
  ChannelService: CHANNEL_SERVICE,
  ...SIGN_IN_SETTINGS,
  SESSION_KEY,
});

/** The configuration that the environment describes. @throws ConfigError with all faults at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  // The transforms of one variable do not depend on another, so the rest can be checked even when one is wrong.
  const plain = z
    .object({ HOST: setting, PUBLIC_URL: setting, ...CREDENTIAL_SETTINGS, ...SIGN_IN_SETTINGS })
    .parse(env);
  const credentials = credentialVariables(plain).length > 0;
  const localMode = !credentials && !asksForSignIn(plain);
  const { firstAdmin, faults: firstAdminFaults } = firstAdminIn(env);
  const faults = [
    ...(parsed.error?.issues.map((issue) => issue.message) ?? []),
    ...(localMode ? hostFaults(plain.HOST) : []),
    ...(credentials ? credentialFaults(plain) : []),
    ...publicUrlFaults(plain.PUBLIC_URL, localMode),
    ...signInFaults(plain, { credentials, publicUrl: plain.PUBLIC_URL }),
    ...firstAdminFaults,
  ];
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return { ...configOf(parsed.data, localMode), ...(firstAdmin ? { firstAdmin } : {}) };
}

/** How users are told apart, in a word: by what Microsoft vouches for, by a sign-in of the chat page alone, or not at all. */
export function modeOf({ localMode, credentials, signIn }: Config): Mode {
  if (localMode) return 'local';
  if (!credentials) return 'sign-in';
  return signIn ? 'credentials and sign-in' : 'credentials';
}
export type Mode = 'local' | 'credentials' | 'sign-in' | 'credentials and sign-in';

/** The configuration in settings without a fault. */
function configOf(env: z.infer<typeof environment>, localMode: boolean): Config {
  const publicUrl =
    env.PUBLIC_URL?.replace(/\/+$/, '') ?? (localMode ? `http://localhost:${env.PORT}` : undefined);
  const credentials = credentialsOf(env);
  const signIn = signInOf(env);
  // A sign-in by plain http is for trying out: nobody else needs to reach it.
  const onThisMachine = signIn !== undefined && publicUrl?.startsWith('http:') === true;
  return {
    port: env.PORT,
    host: env.HOST ?? (localMode || onThisMachine ? '127.0.0.1' : '0.0.0.0'),
    dataDir: env.DATA_DIR,
    startWaitMs: env.START_WAIT_SECONDS * 1000,
    logLevel: env.LOG_LEVEL,
    turnsPerMinute: env.TURNS_PER_MINUTE,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(env.METRICS_TOKEN === undefined ? {} : { metricsToken: env.METRICS_TOKEN }),
    ...(env.LOG_KEY === undefined ? {} : { logKey: env.LOG_KEY }),
    ...(env.CHAT_KEY === undefined ? {} : { chatKey: new TextEncoder().encode(env.CHAT_KEY) }),
    localMode,
    ...(credentials ? { credentials } : {}),
    ...(signIn ? { signIn } : {}),
    ...(env.DIRECT_LINE_SECRET ? { directLineSecret: env.DIRECT_LINE_SECRET } : {}),
  };
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
  const url = webAddress(text);
  if (!url) return [`PUBLIC_URL must be an address such as https://desk.example, not "${text}".`];
  if (localMode && !isLoopback(url.hostname)) {
    return [
      `PUBLIC_URL is "${text}", but without credentials the desk answers to this machine only: ` +
        'leave it out, or set MicrosoftAppId and its credentials.',
    ];
  }
  return [];
}
