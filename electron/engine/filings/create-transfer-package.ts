import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { transferSha256 } from './filing-source.ts'
import { plainName } from './filing-names.ts'
import { keepFiles } from './keep-files.ts'
import type { CheckRow } from './store.ts'

/** 结转包: what the partner is told of a transfer, frozen, to be signed and handed over. */
export function createTransferPackage(
  { transferId }: Input<'filings.createTransferPackage'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createTransferPackage'>> {
  return call.write(async (services) => {
    await call.step('写结转包', 0, 2)
    const { transfers } = services
    transfers.requireStanding(transferId)
    const { subject, handbookId, bytes, sheets } = transfers.packageContent(transferId)
    const transfer = transfers.get(transferId)
    const name = `结转包_${plainName(subject)}`
    const checks: CheckRow[] = [
      transfer.listNo === ''
        ? { severity: 'warns', rule: 'R-50', message: '海关还没有给出我方清单编号；对方可以先据此编制清单，取得编号后请再交一次' }
        : { severity: 'passes', rule: 'R-50', message: `含我方清单 ${transfer.listNo}` },
    ]
    await call.step('保存', 1, 2)
    return services.filings.freeze({
      kind: 'transferPackage',
      handbookId,
      draft: { draftId: transferId, proposalSha256: transferSha256(transfers, transferId) },
      subject,
      checks,
      figures: [
        { label: '结转编号', value: subject },
        { label: '往来企业', value: transfer.partnerName },
        { label: '方向', value: transfer.way === 'out' ? '转出' : '转入' },
        { label: '我方手册', value: transfer.handbookNo },
        { label: '对方手册', value: transfer.partnerHandbookNo },
        { label: '期间', value: `${transfer.from} 至 ${transfer.to}` },
        { label: '收发货单', value: `${transfer.slips} 张` },
        { label: '商品', value: `${transfer.items} 项` },
      ],
      files: await keepFiles(services, folder, [
        { name: 'transfer.json', savedAs: `${name}.json`, bytes },
        { name: 'transfer.xlsx', savedAs: `${name}.xlsx`, bytes: await writeWorkbook(sheets) },
      ]),
    })
  })
}
