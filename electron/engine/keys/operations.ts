import type { Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { FileFolder } from '../files/service.ts'
import { changePassphrase, createSigningKey } from './create-key.ts'
import { diagnoseUKey, exportUKeyReport } from './diagnose-u-key.ts'
import { backUpKey, restoreKey } from './key-backup.ts'
import { createRequest, importCertificate, registerKey } from './key-certificates.ts'
import { certificateInUKey, noted } from './open-signer.ts'
import { uKeyAddress } from './u-key-client.ts'

export const keyHandlers = (folder: FileFolder, clock: Clock) =>
  ({
    'keys.create': createSigningKey,
    'keys.list': (_, call) => call.read((services) => services.keys.list()),
    'keys.changePassphrase': changePassphrase,
    'keys.backUp': (input, call) => backUpKey(input, call, folder),
    'keys.restore': restoreKey,
    'keys.createRequest': (input, call) => createRequest(input, call, folder),
    'keys.importCertificate': (input, call) => importCertificate(input, call, clock.now()),
    'keys.register': registerKey,
    'uKey.get': (_, call) => call.read((services) => services.uKey.get()),
    'uKey.diagnose': (input, call) => diagnoseUKey(input, call, () => clock.now()),
    'uKey.exportReport': (_, call) => exportUKeyReport(call, folder),
    'uKey.saveAddress': (input, call) => {
      const address = uKeyAddress(input.address)
      return call.write((services) => {
        services.uKey.saveAddress(address)
        return { address }
      })
    },
    'uKey.register': async ({ name }, call) => {
      const { publicPoint, pem } = await noted(call, () => certificateInUKey(call))
      return call.write((services) => services.keys.register(name, 'uKey', publicPoint, pem))
    },
  }) satisfies Partial<Handlers>
