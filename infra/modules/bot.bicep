// The bot's registration with its channels.
// MultiTenant can not be registered any more. Users of several tenants are served by SingleTenant with an app
// registration that itself is for accounts of any organisation.

param name string
param sku string
@allowed(['UserAssignedMSI', 'SingleTenant'])
param type string
param appId string
@description('With UserAssignedMSI: the identity itself.')
param identityId string
param publicUrl string
param azureDirectLine bool

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: 'Reservation Desk'
    endpoint: '${publicUrl}/api/messages'
    msaAppType: type
    msaAppId: appId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: empty(identityId) ? null : identityId
    // Keys are used by Direct Line alone: its secret is exchanged for a token of one user.
    disableLocalAuth: !azureDirectLine
    isStreamingSupported: false
    publicNetworkAccess: 'Enabled'
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      enableCalling: false
      acceptedTerms: true
      deploymentEnvironment: 'CommercialDeployment'
    }
  }
}

// Enhanced authentication: the user of a token is fixed, and only pages of the desk may use it. The secret is read in
// the portal and put into the vault; a template that gives it out would leave it in the history of deployments.
resource directLine 'Microsoft.BotService/botServices/channels@2022-09-15' = if (azureDirectLine) {
  parent: bot
  name: 'DirectLineChannel'
  location: 'global'
  // Two channels of one bot at a time are refused now and then.
  dependsOn: [teams]
  properties: {
    channelName: 'DirectLineChannel'
    properties: {
      sites: [
        {
          siteName: 'desk'
          isEnabled: true
          isV1Enabled: false
          isV3Enabled: true
          isSecureSiteEnabled: true
          trustedOrigins: [publicUrl]
        }
      ]
    }
  }
}
