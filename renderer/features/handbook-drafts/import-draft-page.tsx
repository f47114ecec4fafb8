import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { followJob, runJob } from '../../app/engine.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Page } from '../../components/page.tsx'

/** A workbook becomes a draft: of a new handbook, or of a change where the books hold it already. */
export function ImportDraftPage() {
  return (
    <Page title="导入为草稿" about="有不合格的格也照样放入草稿并标出，改好后再申报">
      <ImportWizard
        kind={{
          what: '手册',
          expects: '工作簿（.xlsx）含表头、料件、成品、单耗；本程序导出的、单一窗口导出的都认得，列的顺序不限。',
          inspect: async (fileId, follow) => {
            const found = await runJob('handbookDrafts.inspectWorkbook', { fileId }, follow)
            return {
              ...found,
              changes: [
                ['草稿种类', found.changes === null ? '手册备案' : `手册 ${found.changes} 的变更`],
                ['料件', `${printCount(found.materials)} 项`],
                ['成品', `${printCount(found.products)} 项`],
                ['单耗', `${printCount(found.consumptions)} 行`],
              ],
              rejectedTotal: found.rejected.length,
              canSkip: true,
            }
          },
          run: async (fileId, _onBadRows, follow) => summary(await runJob('handbookDrafts.importWorkbook', { fileId }, follow)),
          resume: async (jobId, follow) => summary(await followJob('handbookDrafts.importWorkbook', jobId, follow)),
        }}
      />
    </Page>
  )
}

const summary = (done: Output<'handbookDrafts.importWorkbook'>): ImportSummary => ({
  message: done.kind === 'change' ? `已建变更草稿，手册 ${done.handbookNo ?? ''}` : `已建备案草稿 ${done.innerNo}`,
  counts: [
    ['料件', `${printCount(done.materials)} 项`],
    ['成品', `${printCount(done.products)} 项`],
    ['单耗', `${printCount(done.consumptions)} 行`],
    ['待改', `${printCount(done.problems)} 处`],
  ],
  rejected: [],
  warnings: [],
  links: [{ label: '打开草稿', to: paths.draft(done.draftId) }],
})
