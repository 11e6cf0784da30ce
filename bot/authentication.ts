/**
 * Whose tokens count: those that the Bot Framework gives to its channels. The SDK takes tokens of the Emulator, of
 * other bots and of a channel of App Service as well. Those say nothing of who sends an activity or where it comes
 * from: whoever gets hold of a token of the bot itself could speak for any user.
 */
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type Claim,
  EmulatorValidation,
  GovernmentConstants,
} from 'botframework-connector';
import type { Credentials } from './config.js';
import type { Authorization } from './connector.js';

/** The SDK's authentication for these credentials; without any it asks nobody for a token (local mode). */
export function authenticationFor(
  credentials: Credentials | undefined,
): ConfigurationBotFrameworkAuthentication {
  if (!credentials) return new ConfigurationBotFrameworkAuthentication();
  rememberNoIssuers();
  const issuer = credentials.channelService
    ? GovernmentConstants.ToBotFromChannelTokenIssuer
    : AuthenticationConstants.ToBotFromChannelTokenIssuer;
  const channelsOnly = new AuthenticationConfiguration([], async (claims: Claim[]) => {
    if (claims.find(({ type }) => type === AuthenticationConstants.IssuerClaim)?.value !== issuer)
      throw new AuthenticationError('Unauthorized. The token is not one of a channel.', 401);
  });
  return new ConfigurationBotFrameworkAuthentication(sdkSettings(credentials), undefined, channelsOnly);
}

/**
 * The SDK adds issuers to its list of those that it takes for the Emulator by what a token says before anything of it
 * is proven, for every caller and for good. A text in the place of the list is none that it adds to, or finds one in.
 */
function rememberNoIssuers(): void {
  EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer = 'no issuer';
}

/** The errors of a signature or a time that does not hold, as the SDK passes them on: they carry no status. */
const UNPROVEN: ReadonlySet<string> = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']);

/** Why the SDK has refused a token, in its words; undefined for an error that is no refusal. */
export function whyRefused(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const refused = typeof status === 'number' && status >= 400 && status < 500;
  return refused || UNPROVEN.has(error.name) ? error.message : undefined;
}

/** The bot's own token for the channels, fetched when it is first needed and kept by the SDK until it runs out. */
export function authorizationOf(credentials: Credentials | undefined): Authorization {
  if (!credentials) return async () => '';
  const cloud = credentials.channelService ? GovernmentConstants : AuthenticationConstants;
  const factory = new ConfigurationServiceClientCredentialFactory(sdkSettings(credentials));
  const made = factory.createCredentials(
    credentials.appId,
    cloud.ToChannelFromBotOAuthScope,
    cloud.ToChannelFromBotLoginUrl,
    true,
  );
  // Whoever asks first is told of a failure; until then nobody waits for it.
  made.catch(() => undefined);
  return async () => {
    let header = '';
    // Of a request the SDK touches the headers only.
    const headers = { set: (_name: string, value: string) => (header = value) };
    await (await made).signRequest({ headers } as never);
    return header;
  };
}

/** The credentials under the names that the SDK has for them. */
function sdkSettings({ type, appId, password, tenantId, channelService }: Credentials) {
  return {
    MicrosoftAppType: type,
    MicrosoftAppId: appId,
    ...(password ? { MicrosoftAppPassword: password } : {}),
    ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
    ...(channelService ? { ChannelService: channelService } : {}),
  };
}
