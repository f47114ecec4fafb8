import type { Output } from '../../../shared/contract/contract.ts'
import { followJob, runJob } from '../../app/engine.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { ImportSummary } from '../../components/import/preview.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import { printCount } from '../../components/moment.ts'
import { Page } from '../../components/page.tsx'

export function ImportHandbookPage() {
  return (
    <Page title="导入手册" about="一个工作簿是一本手册；有一行不合格即全部不写入">
      <ImportWizard
        kind={{
          what: '手册',
          expects: '工作簿（.xlsx）含表头、料件、成品、单耗四张工作表；列的顺序不限，标题行、空行、合计行会自动跳过。',
          inspect: async (fileId, follow) => {
            const found = await runJob('handbooks.inspectWorkbook', { fileId }, follow)
            return {
              ...found,
              changes: [
                ['手册编号', found.handbookNo || '未识别'],
                ['料件', `${printCount(found.materials)} 项`],
                ['成品', `${printCount(found.products)} 项`],
                ['单耗', `${printCount(found.consumptions)} 行`],
              ],
              rejectedTotal: found.rejected.length,
              canSkip: false,
              ...(found.state === 'same' && {
                nothingToDo: `手册 ${found.handbookNo} 已在账内，内容完全相同，再次导入不会有任何变化`,
              }),
              ...(found.state === 'differs' && {
                impossible: `手册 ${found.handbookNo} 已在账内，但内容不同；已入账的手册不能用导入覆盖`,
              }),
            }
          },
          run: async (fileId, _onBadRows, follow) => summary(await runJob('handbooks.importWorkbook', { fileId }, follow)),
          resume: async (jobId, follow) => summary(await followJob('handbooks.importWorkbook', jobId, follow)),
        }}
      />
    </Page>
  )
}

const summary = (done: Output<'handbooks.importWorkbook'>): ImportSummary => ({
  message: done.unchanged ? `手册 ${done.handbookNo} 已在账内，本次没有变化` : `手册 ${done.handbookNo} 已入账`,
  counts: [
    ['料件', `${printCount(done.materials)} 项`],
    ['成品', `${printCount(done.products)} 项`],
    ['单耗', `${printCount(done.consumptions)} 行`],
  ],
  rejected: [],
  warnings: done.warnings,
  links: [
    { label: '导入它的核注清单', to: paths.importLists(done.handbookNo) },
    { label: '打开手册', to: paths.handbook(done.handbookNo) },
  ],
})
