// Everything that the desk needs in Azure, in one resource group: docs/deploy.md goes through it step by step.
//
// The desk runs in a container on one small machine with a disk of its own. That is on purpose: one process owns the
// book, and it counts on a file system that syncs, renames and locks as Linux does on a disk. Storage over the network
// (App Service's /home, Azure Files under Container Apps) does not promise all of that.

targetScope = 'resourceGroup'

@description('What all names begin with: small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

param location string = resourceGroup().location

@description('UserAssignedMSI has no password and serves one tenant; SingleTenant has an app registration of its own, which may serve several.')
@allowed(['UserAssignedMSI', 'SingleTenant'])
param botType string = 'UserAssignedMSI'

@description('With SingleTenant: the application (client) id of the app registration. Its password goes into the vault, not in here.')
param botAppId string = ''

@description('F0 is free and takes 10,000 messages a month over Direct Line; Teams is not counted.')
@allowed(['F0', 'S1'])
param botSku string = 'F0'

@description('A name of your own that points to the machine, such as desk.partner.example; empty: the name that Azure gives it.')
param hostName string = ''

@description('True where web chat is to go through Azure Direct Line; otherwise the desk has one of its own.')
param azureDirectLine bool = false

@description('The public half of an SSH key, for whoever looks after the machine.')
param adminPublicKey string

@description('From where SSH is let in, such as 203.0.113.7/32; empty: from nowhere.')
param sshFrom string = ''

@description('2 processors and 4 GB carry a book of a million reservations. Of a size whose disks are SCSI (most below version 6).')
param machineSize string = 'Standard_B2als_v2'

@minValue(8)
param bookDiskGb int = 32

// Names that the whole world shares need something of their own.
var unique = '${name}${uniqueString(resourceGroup().id)}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  params: {
    name: name
    location: location
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: take(unique, 24)
    location: location
    readerPrincipalId: identity.properties.principalId
    workspaceId: logs.outputs.workspaceId
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: take(unique, 50)
    location: location
    pullerPrincipalId: identity.properties.principalId
  }
}

module backups 'modules/backups.bicep' = {
  name: 'backups'
  params: {
    name: take(unique, 24)
    location: location
    writerPrincipalId: identity.properties.principalId
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
    dnsLabel: unique
    sshFrom: sshFrom
  }
}

var host = empty(hostName) ? network.outputs.fqdn : hostName
var appId = botType == 'UserAssignedMSI' ? identity.properties.clientId : botAppId

module machine 'modules/machine.bicep' = {
  name: 'machine'
  params: {
    name: name
    location: location
    size: machineSize
    adminPublicKey: adminPublicKey
    bookDiskGb: bookDiskGb
    networkInterfaceId: network.outputs.networkInterfaceId
    identityId: identity.id
    dataCollectionRuleId: logs.outputs.dataCollectionRuleId
    facts: {
      HOST_NAME: host
      IDENTITY_CLIENT_ID: identity.properties.clientId
      VAULT_URL: vault.outputs.url
      REGISTRY: registry.outputs.server
      BACKUPS_URL: backups.outputs.url
    }
    deskEnvironment: {
      MicrosoftAppType: botType
      MicrosoftAppId: appId
      MicrosoftAppTenantId: tenant().tenantId
      PUBLIC_URL: 'https://${host}'
    }
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: unique
    sku: botSku
    type: botType
    appId: appId
    identityId: botType == 'UserAssignedMSI' ? identity.id : ''
    publicUrl: 'https://${host}'
    azureDirectLine: azureDirectLine
  }
}

output host string = host
output botAppId string = appId
output vaultName string = vault.outputs.name
output registryName string = registry.outputs.name
output backupsUrl string = backups.outputs.url
