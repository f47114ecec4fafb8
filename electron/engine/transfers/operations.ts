import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { deliveryTemplate, importDeliveries, inspectDeliveries } from './import-deliveries.ts'
import { openPartnerPackage } from './open-partner-package.ts'

/** 往来企业, 收发货单, 深加工结转 and 余料结转. */
export const transferHandlers = (folder: FileFolder) =>
  ({
    'partners.list': (_, call) => call.read((services) => services.partners.list()),
    'partners.save': (input, call) => call.write((services) => services.partners.save(input)),
    'partners.trust': (input, call) => call.write((services) => services.partners.trust(input)),
    'partners.items': (input, call) => call.read((services) => services.partners.items(input.partnerId)),
    'partners.saveItem': (input, call) => call.write((services) => services.partners.saveItem(input)),
    'deliveries.list': (input, call) => call.read((services) => services.deliveries.list(input)),
    'deliveries.get': (input, call) => call.read((services) => services.deliveries.get(input.slipId)),
    'deliveries.save': (input, call) => call.write((services) => services.deliveries.save(input)),
    'deliveries.void': (input, call) => call.write((services) => services.deliveries.void(input)),
    'deliveries.inspectWorkbook': inspectDeliveries,
    'deliveries.importWorkbook': (input, call) => importDeliveries(input, call, folder),
    'deliveries.template': (input, call) => deliveryTemplate(input, call, folder),
    'transfers.matching': (input, call) => call.read((services) => ({ rows: services.matching.rows(input) })),
    'transfers.propose': (input, call) => call.read((services) => services.transfers.propose(input)),
    'transfers.create': (input, call) => call.write((services) => services.transfers.create(input)),
    'transfers.list': (input, call) => call.read((services) => services.transfers.list(input)),
    'transfers.get': (input, call) => call.read((services) => services.transfers.get(input.transferId)),
    'transfers.discard': (input, call) => call.write((services) => services.transfers.discard(input.transferId)),
    'transfers.inspectPackage': async ({ fileId }, call) => {
      const given = await openPartnerPackage(fileId, call)
      return call.read((services) => services.partnerPackages.inspect(given))
    },
    'transfers.importPackage': async ({ fileId }, call) => {
      const given = await openPartnerPackage(fileId, call)
      return call.write((services) => services.partnerPackages.take(given))
    },
    'transfers.surplus': (input, call) => call.read((services) => services.surplus.propose(input)),
    'transfers.createSurplus': (input, call) => call.write((services) => services.surplus.create(input)),
  }) satisfies Partial<Handlers>
