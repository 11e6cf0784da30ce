// The machine, and the disk with the book. The disk is a resource of its own: the machine can be deleted and made
// anew, and finds it as it was.

param name string
param location string
param size string
param adminPublicKey string
param bookDiskGb int
param networkInterfaceId string
param identityId string
param dataCollectionRuleId string
@description('What the scripts of the machine need to know.')
param facts object
@description('What of the environment of the desk is known here; the rest is in the vault.')
param deskEnvironment object

// What a machine was made with can not be changed later, so nothing in here changes from version to version.
var files = {
  COMPOSE: loadFileAsBase64('../../compose.yaml')
  COMPOSE_AZURE: loadFileAsBase64('../machine/compose.azure.yaml')
  CADDYFILE: loadFileAsBase64('../machine/Caddyfile')
  DESK: loadFileAsBase64('../machine/desk')
  FACTS: base64(join(map(items(facts), fact => '${fact.key}=${fact.value}'), '\n'))
  ENVIRONMENT: base64(join(map(items(deskEnvironment), entry => '${entry.key}=${entry.value}'), '\n'))
}
var cloudInit = reduce(
  items(files),
  loadTextContent('../machine/cloud-init.yaml'),
  (text, file) => replace(text, '<<${file.key}>>', file.value)
)

resource bookDisk 'Microsoft.Compute/disks@2024-03-02' = {
  name: '${name}-book'
  location: location
  sku: {
    name: 'Premium_LRS'
  }
  properties: {
    creationData: {
      createOption: 'Empty'
    }
    diskSizeGB: bookDiskGb
    networkAccessPolicy: 'DenyAll'
    publicNetworkAccess: 'Disabled'
  }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: '${name}-machine'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    hardwareProfile: {
      vmSize: size
    }
    securityProfile: {
      securityType: 'TrustedLaunch'
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
    }
    storageProfile: {
      imageReference: {
        publisher: 'Canonical'
        offer: 'ubuntu-24_04-lts'
        sku: 'server'
        version: 'latest'
      }
      osDisk: {
        createOption: 'FromImage'
        deleteOption: 'Delete'
        managedDisk: {
          storageAccountType: 'StandardSSD_LRS'
        }
      }
      dataDisks: [
        {
          lun: 0
          createOption: 'Attach'
          deleteOption: 'Detach'
          // What is synced is on the disk, not in a cache of the host.
          caching: 'None'
          managedDisk: {
            id: bookDisk.id
          }
        }
      ]
    }
    osProfile: {
      computerName: name
      adminUsername: 'desk'
      customData: base64(cloudInit)
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '/home/desk/.ssh/authorized_keys'
              keyData: adminPublicKey
            }
          ]
        }
        patchSettings: {
          patchMode: 'AutomaticByPlatform'
          assessmentMode: 'AutomaticByPlatform'
        }
      }
    }
    networkProfile: {
      networkInterfaces: [
        {
          id: networkInterfaceId
        }
      ]
    }
    diagnosticsProfile: {
      bootDiagnostics: {
        enabled: true
      }
    }
  }
}

resource agent 'Microsoft.Compute/virtualMachines/extensions@2024-07-01' = {
  parent: machine
  name: 'AzureMonitorLinuxAgent'
  location: location
  properties: {
    publisher: 'Microsoft.Azure.Monitor'
    type: 'AzureMonitorLinuxAgent'
    typeHandlerVersion: '1.33'
    autoUpgradeMinorVersion: true
    enableAutomaticUpgrade: true
    settings: {
      authentication: {
        managedIdentity: {
          'identifier-name': 'mi_res_id'
          'identifier-value': identityId
        }
      }
    }
  }
}

resource collected 'Microsoft.Insights/dataCollectionRuleAssociations@2023-03-11' = {
  scope: machine
  name: 'logs'
  properties: {
    dataCollectionRuleId: dataCollectionRuleId
  }
}
