import { formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import type { Report } from './report-columns.ts'
import { sheetsOf } from './report-sheets.ts'

/** The three tables as filed, with the head before and the proofs after them. */
export const ReportPaper = ({ report }: { report: Report }) => (
  <Paper
    title="手册报核表"
    facts={[
      ['手册', report.handbookNo],
      ['口径', '只计已核扣和期初'],
    ]}
    wide
  >
    {sheetsOf(report).map(({ sheet, columns, rows }) => (
      <PaperPart key={sheet} title={`${sheet}（${rows.length} 行）`}>
        <PaperTable
          columns={columns}
          rows={rows.map((row) => row.map((text, at) => (columns[at]?.numeric ? formatQuantity(text) : text)))}
        />
      </PaperPart>
    ))}
  </Paper>
)
