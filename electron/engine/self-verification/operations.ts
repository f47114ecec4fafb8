import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { importWorkOrders, inspectWorkOrders } from './import-work-orders.ts'

/** 工单 and 企业自核单耗. */
export const selfVerificationHandlers = (folder: FileFolder) =>
  ({
    'workOrders.inspectWorkbook': inspectWorkOrders,
    'workOrders.importWorkbook': (input, call) => importWorkOrders(input, call, folder),
    'workOrders.save': (input, call) =>
      call.write((services) => {
        services.handbookLife.requireOpen(input.handbookNo)
        return services.workOrders.save(input)
      }),
    'workOrders.list': (input, call) => call.read((services) => services.workOrders.list(input.handbookNo, input)),
    'workOrders.get': (input, call) => call.read((services) => services.workOrders.get(input.handbookNo, input.orderNo)),
    'selfVerification.eligibility': (input, call) => call.read((services) => services.selfVerification.eligibility(input)),
    'selfVerification.state': (input, call) => call.write((services) => services.selfVerification.state(input)),
    'selfVerification.configure': (input, call) => call.write((services) => services.selfVerification.configure(input)),
    'selfVerification.periods': (input, call) => call.read((services) => services.selfVerification.periods(input.handbookNo)),
    'selfVerification.compare': (input, call) => call.read((services) => services.selfVerification.deviations.compare(input)),
    'selfVerification.trend': (input, call) => call.read((services) => services.selfVerification.comparisons.trend(input)),
    'selfVerification.orders': (input, call) =>
      call.read((services) => services.selfVerification.comparisons.ordersBehind(input)),
    'selfVerification.explain': (input, call) => call.write((services) => services.selfVerification.deviations.explain(input)),
    'selfVerification.approve': (input, call) => call.write((services) => services.selfVerification.deviations.approve(input)),
    'selfVerification.drift': (input, call) =>
      call.read((services) => ({ rows: services.selfVerification.comparisons.drift(input.handbookNo) })),
    'selfVerification.annual': (input, call) => call.read((services) => services.selfVerification.annual(input)),
  }) satisfies Partial<Handlers>
