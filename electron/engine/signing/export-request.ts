import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { largestPackage } from '../packages/build-package.ts'
import { checkCode, writeRequest } from './request-file.ts'
import type { SigningRequest } from './request-file.ts'

/** Nothing is reserved by it: whoever signs first has the place in the chain. */
export async function exportRequest(
  { filingIds }: Input<'signing.exportRequest'>,
  call: Call,
  folder: FileFolder,
  now: string,
): Promise<Output<'signing.exportRequest'>> {
  const wanted = [...new Set(filingIds)]
  await call.step('取出申报', 0, wanted.length)
  const { request, payloads } = call.read((services) => {
    const unsigned = wanted.map((id) => ({ ...services.filings.unsigned(id), ...head(services.filings.get(id)) }))
    const size = unsigned.flatMap(({ files }) => files).reduce((sum, file) => sum + file.size, 0)
    if (size > largestPackage / 2)
      refuse({
        code: 'signing.requestTooLarge',
        message: `这 ${wanted.length} 份申报的文件合计超过 ${largestPackage / 2 / 1024 / 1024} MB，放不进一个代签文件`,
        next: '请分几次导出，签好一批导入一批',
      })
    const first = unsigned[0]?.contents
    const made: SigningRequest = {
      format: 'bonded-ledger-signing-request/1',
      enterpriseName: services.enterprise.get()?.name ?? '',
      createdAt: now,
      afterSequence: (first?.sequence ?? 1) - 1,
      afterSha256: first?.previousPackageSha256 ?? null,
      filings: unsigned.map(({ contents, files, subject, summary }) => ({
        packageId: contents.packageId,
        kind: contents.kind,
        handbookNo: contents.handbookNo,
        subject,
        programVersion: contents.programVersion,
        ruleVersion: contents.ruleVersion,
        summary,
        files,
      })),
    }
    return { request: made, payloads: wanted.map((id) => services.filings.payload(id)) }
  })
  await call.step('写代签文件', wanted.length, wanted.length)
  const taken = await folder.take([writeRequest(request, payloads)])
  const code = checkCode(request)
  const name = `代签_${wanted.length}份_${code.replaceAll(' ', '')}.blsign`
  return call.write((services) => {
    services.journal.record({ subject: '代签', what: `导出代签文件，${wanted.length} 份申报，校验码 ${code}` })
    return { fileId: services.files.record(name, taken).fileId, name, checkCode: code }
  })
}

const head = ({ subject, summary }: Output<'filings.get'>) => ({ subject, summary })
