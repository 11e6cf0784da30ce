// One public address. HTTPS comes in, HTTP for the certificate, SSH only from where it is said.

param name string
param location string
param dnsLabel string
param sshFrom string

var web = [
  {
    name: 'web'
    properties: {
      priority: 100
      direction: 'Inbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'Internet'
      sourcePortRange: '*'
      destinationAddressPrefix: '*'
      destinationPortRanges: ['80', '443']
    }
  }
]
var ssh = [
  {
    name: 'ssh'
    properties: {
      priority: 110
      direction: 'Inbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: sshFrom
      sourcePortRange: '*'
      destinationAddressPrefix: '*'
      destinationPortRange: '22'
    }
  }
]

resource rules 'Microsoft.Network/networkSecurityGroups@2024-01-01' = {
  name: '${name}-rules'
  location: location
  properties: {
    securityRules: empty(sshFrom) ? web : concat(web, ssh)
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.20.0.0/24']
    }
    subnets: [
      {
        name: 'desk'
        properties: {
          addressPrefix: '10.20.0.0/27'
          networkSecurityGroup: {
            id: rules.id
          }
        }
      }
    ]
  }
}

resource address 'Microsoft.Network/publicIPAddresses@2024-01-01' = {
  name: '${name}-address'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
    dnsSettings: {
      domainNameLabel: dnsLabel
    }
  }
}

resource networkInterface 'Microsoft.Network/networkInterfaces@2024-01-01' = {
  name: '${name}-interface'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'main'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: network.properties.subnets[0].id
          }
          publicIPAddress: {
            id: address.id
          }
        }
      }
    ]
  }
}

output fqdn string = address.properties.dnsSettings.fqdn
output networkInterfaceId string = networkInterface.id
