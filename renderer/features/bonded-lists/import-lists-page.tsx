import { Select } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { followJob, runJob } from '../../app/engine.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import { printCount } from '../../components/moment.ts'
import { Page, Panel } from '../../components/page.tsx'
import type { Output } from '../../../shared/contract/contract.ts'
import type { ImportSummary } from '../../components/import/preview.ts'
import { usePreferences } from '../../state/preferences.ts'

export function ImportListsPage() {
  const [search, setSearch] = useSearchParams()
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const last = usePreferences((state) => state.handbookNo)
  if (!handbooks) return null
  const asked = search.get('handbook') ?? last
  const handbookNo = (handbooks.find((book) => book.handbookNo === asked) ?? handbooks[0])?.handbookNo
  if (!handbookNo) {
    return (
      <Page title="导入清单">
        <Panel>
          <Empty action={<FirstHandbook />}>清单属于一本手册。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
        </Panel>
      </Page>
    )
  }
  const picker = (
    <Select
      aria-label="清单属于手册"
      w={200}
      allowDeselect={false}
      data={handbooks.map((book) => book.handbookNo)}
      value={handbookNo}
      onChange={(next) => next && setSearch({ handbook: next })}
    />
  )
  return (
    <Page title="导入清单" about={picker}>
      <ImportWizard key={handbookNo} kind={listImport(handbookNo)} />
    </Page>
  )
}

const size = (lists: number, lines: number): string => `${printCount(lists)} 份，${printCount(lines)} 行`

type Kind = Parameters<typeof ImportWizard>[0]['kind']

const listImport = (handbookNo: string): Kind => ({
  what: '核注清单',
  expects:
    '工作簿（.xlsx）含清单表头、清单表体两张工作表；全角数字、千分位、各种日期写法都能读，标题行、空行、合计行会自动跳过。',
  inspect: async (fileId, follow) => {
    const found = await runJob('bondedLists.inspectWorkbook', { handbookNo, fileId }, follow)
    const nothing = found.added.lists === 0 && found.statusChanges === 0
    return {
      sheets: found.sheets,
      changes: [
        ['期间', found.period ? `${found.period.from} 至 ${found.period.to}` : '没有清单'],
        ['新增清单', size(found.added.lists, found.added.lines)],
        ['核扣标志变化', `${printCount(found.statusChanges)} 份`],
        ['已在账内', size(found.unchanged.lists, found.unchanged.lines)],
        ...(found.heldBack > 0 ? [['随表头被拒的表体', `${printCount(found.heldBack)} 行`] as const] : []),
      ],
      byMode: found.byMode,
      rejected: found.rejected,
      rejectedTotal: found.rejectedTotal,
      warnings: found.warnings,
      canSkip: true,
      ...(nothing && found.unchanged.lists > 0 && { nothingToDo: '全部清单已在账内，再次导入不会有任何变化' }),
    }
  },
  run: async (fileId, onBadRows, follow) =>
    summary(handbookNo, await runJob('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows }, follow)),
  resume: async (jobId, follow) => summary(handbookNo, await followJob('bondedLists.importWorkbook', jobId, follow)),
})

const summary = (handbookNo: string, done: Output<'bondedLists.importWorkbook'>): ImportSummary => ({
  message: done.message,
  counts: [
    ['写入', size(done.lists, done.lines)],
    ['核扣标志变化', `${printCount(done.statusChanges)} 份`],
    ['已在账内', size(done.unchanged.lists, done.unchanged.lines)],
    ['被拒', `${printCount(done.rejected.length)} 行`],
    ...(done.heldBack > 0 ? [['随表头被拒的表体', `${printCount(done.heldBack)} 行`] as const] : []),
  ],
  rejected: done.rejected,
  rejectedFileId: done.rejectedFileId,
  warnings: [],
  links: [
    { label: '看核销平衡', to: paths.handbook(handbookNo, 'write-off') },
    { label: '看清单', to: paths.handbook(handbookNo, 'lists') },
  ],
})
