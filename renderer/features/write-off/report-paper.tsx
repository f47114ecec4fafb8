import { Definitions } from '../../components/definitions.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { Folded, Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import type { Report } from './report-columns.ts'
import { sheetsOf } from './report-sheets.ts'

type Sheet = ReturnType<typeof sheetsOf>['lists']

/** The tables as filed between the head and the proofs; the lists, many and narrow, are attached. */
export function ReportPaper({ report }: { report: Report }) {
  const { lists, materials, products, identities } = sheetsOf(report)
  const facts = [
    ['手册', report.handbookNo],
    ['口径', '只计已核扣和期初'],
  ] as const
  return (
    <Paper
      title="手册报核表"
      facts={facts}
      wide
      appendix={
        <PaperPart title={`附：${titleOf(lists)}`}>
          <Folded>
            <Rows sheet={lists} />
          </Folded>
        </PaperPart>
      }
    >
      <PaperPart title="表头">
        <Definitions items={report.head.map(({ label, value }) => [label, value])} />
      </PaperPart>
      <Part sheet={materials} />
      <Part sheet={products} />
      <Part sheet={identities} />
    </Paper>
  )
}

const titleOf = ({ sheet, rows }: Sheet): string => `${sheet}（${rows.length} 项）`

const Part = ({ sheet }: { sheet: Sheet }) => (
  <PaperPart title={titleOf(sheet)}>
    <Rows sheet={sheet} />
  </PaperPart>
)

const Rows = ({ sheet: { columns, rows } }: { sheet: Sheet }) => (
  <PaperTable
    columns={columns}
    rows={rows.map((row) => row.map((text, at) => (columns[at]?.numeric ? formatQuantity(text) : text)))}
  />
)
