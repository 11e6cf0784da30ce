// The log of the desk: the container writes to the system log of the machine, and an agent brings that here.

param name string
param location string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: '${name}-logs'
  location: location
  kind: 'Linux'
  properties: {
    dataSources: {
      syslog: [
        {
          name: 'desk'
          streams: ['Microsoft-Syslog']
          // The containers write as local0 (infra/machine/compose.azure.yaml).
          facilityNames: ['local0']
          logLevels: ['*']
        }
      ]
    }
    destinations: {
      logAnalytics: [
        {
          name: 'workspace'
          workspaceResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Microsoft-Syslog']
        destinations: ['workspace']
      }
    ]
  }
}

output workspaceId string = workspace.id
output dataCollectionRuleId string = rule.id
