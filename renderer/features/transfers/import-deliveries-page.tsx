import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call, followJob, runJob, saveFile } from '../../app/engine.ts'
import { showError } from '../../components/export-table.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportKind } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Page } from '../../components/page.tsx'
import { OncePrepared } from './once-prepared.tsx'

/** 导入收发货单. */
export function ImportDeliveriesPage() {
  const template = async () => {
    const { fileId } = await call('deliveries.template', {})
    await saveFile(fileId)
  }
  return (
    <Page
      title="导入收发货单"
      actions={
        <>
          <Button variant="default" onClick={() => void template().catch(showError)}>
            下载工作簿样式
          </Button>
          <Button variant="default" component={Link} to={paths.transfers('deliveries')}>
            返回收发货单
          </Button>
        </>
      }
    >
      <OncePrepared>
        <ImportWizard kind={slipImport} />
      </OncePrepared>
    </Page>
  )
}

const slipImport: ImportKind = {
  what: '收发货单',
  expects:
    '工作簿（.xlsx）一行一项商品，同一单号的行合为一张单。须有：单号、收发、日期、往来企业、手册编号、对方手册编号、备案序号、数量；还可有：类别（退货）、单耗版本号、单价、币制、批次、运输工具、签收人、备注。',
  inspect: async (fileId, follow) => {
    const found = await runJob('deliveries.inspectWorkbook', { fileId }, follow)
    return {
      sheets: found.sheets,
      changes: [
        ['期间', found.period ? `${found.period.from} 至 ${found.period.to}` : '没有收发货单'],
        ['新增单据', `${printCount(found.slips)} 张`],
        ['其中', `${printCount(found.lines)} 行`],
        ['已在账内', `${printCount(found.unchanged)} 张`],
      ],
      rejected: found.rejected,
      rejectedTotal: found.rejectedTotal,
      warnings: [],
      canSkip: true,
      ...(found.slips === 0 &&
        found.unchanged > 0 &&
        found.rejectedTotal === 0 && { nothingToDo: '全部收发货单已在账内，再次导入不会有任何变化' }),
    }
  },
  run: async (fileId, onBadRows, follow) => summary(await runJob('deliveries.importWorkbook', { fileId, onBadRows }, follow)),
  resume: async (jobId, follow) => summary(await followJob('deliveries.importWorkbook', jobId, follow)),
}

const summary = (done: Output<'deliveries.importWorkbook'>): ImportSummary => ({
  message: done.message,
  counts: [
    ['新增单据', `${printCount(done.slips)} 张`],
    ['其中', `${printCount(done.lines)} 行`],
    ['已在账内', `${printCount(done.unchanged)} 张`],
    ['被拒', `${printCount(done.rejected.length)} 行`],
  ],
  rejected: done.rejected,
  rejectedFileId: done.rejectedFileId,
  warnings: [],
  links: [
    { label: '看收发货对照', to: paths.transfers('matching') },
    { label: '看收发货单', to: paths.transfers('deliveries') },
  ],
})
