import { Anchor, Drawer } from '@mantine/core'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { balanceColumnMeanings } from '../../../shared/domain/balance-columns.ts'
import { postingRule, postingRules } from '../../../shared/domain/posting-rules.ts'
import type { ProductColumn } from '../../../shared/domain/posting-rules.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOperation } from '../../app/queries.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { RuleMark } from '../../components/rule-mark.tsx'
import classes from './balance.module.css'
import { ExplainedLines } from './explained-tables.tsx'
import type { Figure } from './explained-figure.ts'
import { productFigures } from './report-columns.ts'
import type { Report } from './report-columns.ts'
import type { ReportFigure } from './report-figure.ts'

const allLines = 100_000

/** 这个数怎么来的, for the figures that only the report has: imports without 深加工, and one column of a product's versions together. */
export function ReportFigureDrawer({
  report,
  figure,
  onExplain,
  onClose,
}: {
  report: Report
  figure: ReportFigure
  onExplain: (figure: Figure) => void
  onClose: () => void
}) {
  useFocusBack()
  return (
    <Drawer
      opened
      onClose={onClose}
      size={920}
      padding="lg"
      closeButtonProps={{ 'aria-label': '关闭' }}
      title={<strong>这个数怎么来的</strong>}
    >
      {figure.goods === 'material' ? (
        <ImportedOfReport report={report} seq={figure.seq} onExplain={onExplain} />
      ) : (
        <ProductOfReport report={report} seq={figure.seq} column={figure.column} onExplain={onExplain} />
      )}
    </Drawer>
  )
}

function Head({ title, value, unit, formula }: { title: string; value: string; unit: string; formula: string }) {
  return (
    <>
      <div>{title}</div>
      <div className={classes.value}>
        {formatQuantity(value)}
        <span className={classes.unit}>{shownUnit(unit)}</span>
      </div>
      <Section title="公式">
        <div className={classes.formula}>{formula}</div>
      </Section>
    </>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={classes.section}>
    <h2 className={classes.sectionTitle}>{title}</h2>
    {children}
  </section>
)

const importParts = [
  ['加', 'direct'],
  ['加', 'surplusIn'],
  ['加', 'exchangeIn'],
  ['减', 'exchangeOut'],
] as const

function ImportedOfReport({ report, seq, onExplain }: { report: Report; seq: number; onExplain: (figure: Figure) => void }) {
  const reported = report.materials.find((row) => row.seq === seq)
  const balance = useOperation('writeOff.balance', { handbookNo: report.handbookNo }).data
  const material = balance?.materials.find((row) => row.seq === seq)
  if (!reported || !material) return null
  return (
    <>
      <Head
        title={`料件 ${seq} ${reported.name} · 进口数量`}
        value={reported.imported}
        unit={reported.unit}
        formula="直接进口 + 余料转入 + 退换进口 − 退换出口；深加工转入另列一栏"
      />
      <Section title="代入的数">
        <table className={classes.inputs}>
          <tbody>
            {importParts.map(([sign, column]) => (
              <tr key={column}>
                <td>
                  {sign} {balanceColumnMeanings[column].label}
                </td>
                <td>
                  <Anchor component="button" type="button" size="md" onClick={() => onExplain({ seq, column })}>
                    {formatQuantity(material[column])}
                  </Anchor>{' '}
                  {shownUnit(reported.unit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Rules numbers={['R-107', 'R-112', 'R-113', 'R-126']} />
    </>
  )
}

function ProductOfReport({
  report,
  seq,
  column,
  onExplain,
}: {
  report: Report
  seq: number
  column: ProductColumn
  onExplain: (figure: Figure) => void
}) {
  const reported = report.products.find((row) => row.seq === seq)
  const known = productFigures.find(({ id }) => id === column)
  const balance = useOperation('writeOff.balance', { handbookNo: report.handbookNo }).data
  if (!reported || !known || !balance) return null
  const versions = balance.products.filter((row) => row.seq === seq)
  const modes = postingRules.filter((rule) => rule.column === column)
  const direction = modes[0]?.direction === 'I' ? '进口' : '出口'
  return (
    <>
      <Head
        title={`成品 ${seq} ${reported.name} · ${known.title}`}
        value={reported[known.id]}
        unit={reported.unit}
        formula={`监管方式 ${modes.map(({ mode }) => mode).join('、')} ${direction}成品的已核扣数量之和，各单耗版本合在一起`}
      />
      {versions.map(({ version }) => (
        <VersionLines
          key={version}
          place={{ handbookNo: report.handbookNo, seq, version }}
          unit={reported.unit}
          column={column}
          onExplain={onExplain}
        />
      ))}
      <Rules numbers={['R-106', 'R-108', 'R-113', 'R-126']} />
    </>
  )
}

function VersionLines({
  place: { handbookNo, seq, version },
  unit,
  column,
  onExplain,
}: {
  place: { handbookNo: string; seq: number; version: string }
  unit: string
  column: ProductColumn
  onExplain: (figure: Figure) => void
}) {
  const figure = { seq, column: 'netExport', version } as const
  const lines = useOperation('writeOff.explain', { handbookNo, ...figure, limit: allLines }).data?.lines
  const ofColumn = useMemo(
    () =>
      lines
        ?.filter((line) => postingRule(line.mode, line.direction, line.goods)?.column === column)
        // In the report each column is counted by itself, without its sign in the net export.
        .map((line) => ({ ...line, effect: line.quantity })),
    [lines, column],
  )
  if (!ofColumn) return null
  return (
    <Section title={`单耗版本 ${version}：清单行（${ofColumn.length}）`}>
      {ofColumn.length > 0 && <ExplainedLines lines={ofColumn} unit={shownUnit(unit)} />}
      <Anchor component="button" type="button" size="sm" onClick={() => onExplain(figure)}>
        看这个版本的净出口
      </Anchor>
    </Section>
  )
}

const Rules = ({ numbers }: { numbers: readonly string[] }) => (
  <Section title="规则与出处">
    {numbers.map((number) => (
      <RuleMark key={number} rule={number} />
    ))}
  </Section>
)
