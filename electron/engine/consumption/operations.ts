import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { exportEvidence } from './export-evidence.ts'

export const consumptionHandlers = (folder: FileFolder) =>
  ({
    'consumption.versions': (input, call) => call.read((services) => services.consumption.versions(input)),
    'consumption.undeclared': (input, call) => call.read((services) => services.consumption.undeclared(input)),
    'consumption.evidence': (input, call) => call.read((services) => services.consumption.evidence.list(input)),
    'consumption.addEvidence': async (input, call) => {
      const { added, unneeded } = await call.write((services) => services.consumption.evidence.add(input))
      if (unneeded) folder.remove(unneeded)
      return added
    },
    'consumption.withdrawEvidence': (input, call) => call.write((services) => services.consumption.evidence.withdraw(input)),
    'consumption.exportEvidence': (input, call) => exportEvidence(input, call, folder),
    'consumption.challenges': (input, call) => call.read((services) => services.consumption.challenges.list(input)),
    'consumption.recordChallenge': (input, call) => call.write((services) => services.consumption.challenges.record(input)),
    'consumption.answerChallenge': (input, call) => call.write((services) => services.consumption.challenges.answer(input)),
  }) satisfies Partial<Handlers>
