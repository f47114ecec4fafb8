import type { Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { FileFolder } from '../files/service.ts'
import { exportRequest } from './export-request.ts'
import { importSigned } from './import-signed.ts'
import { inspectRequest, signRequest } from './sign-request.ts'

export const signingHandlers = (folder: FileFolder, clock: Clock) =>
  ({
    'signing.exportRequest': (input, call) => exportRequest(input, call, folder, clock.now()),
    'signing.inspectRequest': inspectRequest,
    'signing.signRequest': (input, call) => signRequest(input, call, folder, clock),
    'signing.importSigned': importSigned,
  }) satisfies Partial<Handlers>
