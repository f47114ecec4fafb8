import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { ConsumptionSection } from '../../../shared/contract/paths.ts'
import { followJob, runJob } from '../../app/engine.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportPreview, ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'

type Section = Extract<ConsumptionSection, 'mappings' | 'boms'>
type Kind = Parameters<typeof ImportWizard>[0]['kind']

const words: Record<Section, { what: string; unit: string; expects: string }> = {
  mappings: {
    what: '归并关系',
    unit: '条',
    expects:
      '一张“归并关系”工作表：料号、料号名称、企业单位、料件成品标志、备案序号、换算系数（一个企业单位合多少申报单位）、生效日期。已登记的不会改动，新的从生效日期起接在后面。',
  },
  boms: {
    what: '物料清单',
    unit: '份',
    expects:
      '一张“物料清单”工作表，一行一个子项：成品料号、版本、生效日期、上级料号、料号、单位、用量、基数、工序损耗率(%)、替代组、替代比例(%)、保税标志。可以多级、多个成品；版本一经导入不再改动。',
  },
}

/** The wizard has the section to itself while a file is chosen, looked at or imported. */
const isImporting = (search: URLSearchParams): boolean => search.get('view') === 'import' || search.has('file')

export const ImportPartsButton = ({ section, handbookNo }: { section: Section; handbookNo: string }) => (
  <Button size="compact-sm" variant="default" component={Link} to={`${paths.consumption(section, handbookNo)}&view=import`}>
    导入工作簿
  </Button>
)

/** A section, or in its place the wizard that adds to it. */
export function ImportedParts({ section, handbookNo, children }: { section: Section; handbookNo: string; children: ReactNode }) {
  const [search] = useSearchParams()
  if (!isImporting(search)) return children
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="default" component={Link} to={paths.consumption(section, handbookNo)}>
          返回{words[section].what}
        </Button>
      </Group>
      <ImportWizard kind={section === 'mappings' ? mappingImport(handbookNo) : bomImport(handbookNo)} />
    </>
  )
}

const mappingImport = (handbookNo: string): Kind => ({
  what: words.mappings.what,
  expects: words.mappings.expects,
  inspect: async (fileId, follow) =>
    previewOf('mappings', await runJob('mappings.inspectWorkbook', { handbookNo, fileId }, follow)),
  run: async (fileId, onBadRows, follow) =>
    summaryOf('mappings', handbookNo, await runJob('mappings.importWorkbook', { handbookNo, fileId, onBadRows }, follow)),
  resume: async (jobId, follow) => summaryOf('mappings', handbookNo, await followJob('mappings.importWorkbook', jobId, follow)),
})

const bomImport = (handbookNo: string): Kind => ({
  what: words.boms.what,
  expects: words.boms.expects,
  inspect: async (fileId, follow) => previewOf('boms', await runJob('boms.inspectWorkbook', { fileId }, follow)),
  run: async (fileId, onBadRows, follow) =>
    summaryOf('boms', handbookNo, await runJob('boms.importWorkbook', { fileId, onBadRows }, follow)),
  resume: async (jobId, follow) => summaryOf('boms', handbookNo, await followJob('boms.importWorkbook', jobId, follow)),
})

function previewOf(section: Section, found: Output<'boms.inspectWorkbook'>): ImportPreview {
  const { what, unit } = words[section]
  const nothing = found.added === 0 && found.unchanged > 0 && found.rejectedTotal === 0
  return {
    sheets: found.sheets,
    changes: countsOf(section, found),
    rejected: found.rejected,
    rejectedTotal: found.rejectedTotal,
    warnings: [],
    canSkip: true,
    ...(nothing && { nothingToDo: `${found.unchanged} ${unit}${what}都已登记，再次导入不会有任何变化` }),
  }
}

function summaryOf(section: Section, handbookNo: string, done: Output<'boms.importWorkbook'>): ImportSummary {
  const { what, unit } = words[section]
  return {
    message: done.added > 0 ? `新增${what} ${printCount(done.added)} ${unit}` : `没有新的${what}`,
    counts: [...countsOf(section, done), ['被拒', `${printCount(done.rejected.length)} 处`]],
    rejected: done.rejected,
    rejectedFileId: done.rejectedFileId,
    warnings: [],
    links: [
      { label: `看${what}`, to: paths.consumption(section, handbookNo) },
      { label: '对照申报单耗', to: `${paths.consumption('boms', handbookNo)}&view=compare` },
    ],
  }
}

const countsOf = (
  section: Section,
  { added, unchanged, heldBack }: Output<'boms.importWorkbook'> | Output<'boms.inspectWorkbook'>,
) => {
  const { unit } = words[section]
  return [
    ['新增', `${printCount(added)} ${unit}`] as const,
    ['已登记，没有变化', `${printCount(unchanged)} ${unit}`] as const,
    ...(heldBack > 0 ? [['随被拒的行一并搁置', `${printCount(heldBack)} 行`] as const] : []),
  ]
}
