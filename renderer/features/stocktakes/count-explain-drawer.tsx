import { Drawer } from '@mantine/core'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { findRule } from '../../../shared/domain/rules.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { printYuan } from '../../components/yuan.ts'
import { DifferencePicture } from './difference-picture.tsx'
import { isShort, kindNames, physicalParts } from './stocktake-words.ts'
import type { Difference, StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

type Explanation = Output<'stocktakes.explain'>
type Row = Explanation['rows'][number]

/** 这个数怎么来的: every counted row with its conversion, the formula with the numbers, the value and its tax. */
export function CountExplainDrawer({
  stocktake,
  difference,
  onClose,
}: {
  stocktake: StocktakeDetail
  difference: Difference
  onClose: () => void
}) {
  useFocusBack()
  const { handbookNo, seq } = difference
  const explanation = useOperation('stocktakes.explain', { stocktakeId: stocktake.stocktakeId, handbookNo, seq })
  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="lg"
      closeButtonProps={{ 'aria-label': '关闭' }}
      title={<strong>这个数怎么来的</strong>}
    >
      <ErrorNotice error={explanation.error} />
      {explanation.data && <Explained data={explanation.data} stocktake={stocktake} />}
    </Drawer>
  )
}

function Explained({ data, stocktake }: { data: Explanation; stocktake: StocktakeDetail }) {
  const row = data.difference
  const unit = shownUnit(row.unit)
  return (
    <>
      <div>
        料件 {row.seq} {row.name}，{row.handbookNo}，截至 {stocktake.cutOff} 结束时的实盘
      </div>
      <div className={classes.value}>
        {formatQuantity(row.physical)}
        <span className={classes.unit}>
          {unit}，差异 {formatQuantity(row.difference)} {unit}
          {row.rate !== null && `，${formatQuantity(row.rate)}%`}
        </span>
      </div>
      <DifferencePicture difference={row} />
      <Section title="公式">
        <div className={classes.formula}>{data.formula}</div>
        <div className={classes.formula}>{data.substituted}</div>
      </Section>
      <Section title="代入的数">
        <table className={classes.inputs}>
          <tbody>
            {physicalParts
              .filter(({ kind }) => row[kind] !== '0')
              .map(({ kind, sign }) => (
                <Figure key={kind} name={`${sign === '+' ? '加' : '减'} ${kindNames[kind]}`} value={row[kind]} unit={unit} />
              ))}
            <Figure name="实盘" value={row.physical} unit={unit} />
            <tr>
              <td>账面结余（只计已核扣，R-110）</td>
              <td>
                <Link to={`${paths.figure(row.handbookNo, row.seq, 'balance')}&asOf=${stocktake.cutOff}`}>
                  {formatQuantity(row.book)}
                </Link>{' '}
                {unit}
              </td>
            </tr>
            <Figure name="差异 = 实盘 − 账面" value={row.difference} unit={unit} />
            {row.undeclared !== '0' && <Figure name="其中收送未报，申报后即消" value={row.undeclared} unit={unit} />}
            {row.unitValue !== null && <Figure name="加权平均价（R-77）" value={row.unitValue} unit={`元/${unit}`} />}
            {row.value !== null && <Figure name="差异的价值" value={row.value} unit="元" money />}
            {isShort(row) && row.duty !== null && <Figure name="关税" value={row.duty} unit="元" money />}
            {isShort(row) && row.vat !== null && <Figure name="进口环节增值税" value={row.vat} unit="元" money />}
          </tbody>
        </table>
      </Section>
      <Section title={`清点的行（${data.rows.length}）`}>
        <CountedRows rows={data.rows} unit={unit} />
      </Section>
      <Section title="规则与出处">
        {['R-117', 'R-85', isShort(row) ? 'R-118' : 'R-119', 'R-120'].map((number) => {
          const rule = findRule(number)
          return (
            rule && (
              <div key={number} className={classes.rule}>
                <Tag>{number}</Tag> {rule.text}
                <div className={classes.quiet}>
                  {[rule.source, rule.from && `自 ${rule.from} 起`, rule.confidence].filter(Boolean).join('；')}
                </div>
              </div>
            )
          )
        })}
      </Section>
      {data.excludes.length > 0 && (
        <Section title="不包括">
          <ul className={classes.excludes}>
            {data.excludes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={classes.section}>
    <h2 className={classes.sectionTitle}>{title}</h2>
    {children}
  </section>
)

const Figure = ({ name, value, unit, money = false }: { name: string; value: string; unit: string; money?: boolean }) => (
  <tr>
    <td>{name}</td>
    <td>
      {money ? printYuan(value) : formatQuantity(value)} {unit}
    </td>
  </tr>
)

const columnsOf = (unit: string): readonly Column<Row>[] => [
  { id: 'sheetName', title: '盘点表', width: 116, kind: 'text', text: (row) => row.sheetName },
  { id: 'no', title: '行', width: 48, kind: 'quantity', text: (row) => String(row.no) },
  { id: 'kind', title: '类别', width: 80, kind: 'text', text: (row) => kindNames[row.kind] },
  { id: 'what', title: '清点的货物', width: 160, kind: 'text', text: (row) => row.what },
  { id: 'counted', title: '清点', width: 92, kind: 'quantity', text: (row) => row.counted },
  { id: 'version', title: '版本', width: 52, kind: 'code', text: (row) => row.version },
  { id: 'completion', title: '完工', unit: '%', width: 72, kind: 'quantity', text: (row) => row.completion },
  { id: 'unitConsumption', title: '单耗', width: 92, kind: 'quantity', text: (row) => row.unitConsumption },
  { id: 'converted', title: '折合', unit, width: 104, kind: 'quantity', text: (row) => row.converted },
  { id: 'location', title: '工序或地点', width: 100, kind: 'text', text: (row) => row.location },
]
const rowKey = (row: Row): string => `${row.sheetName}/${row.no}/${row.what}`

function CountedRows({ rows, unit }: { rows: readonly Row[]; unit: string }) {
  const columns = useMemo(() => columnsOf(unit), [unit])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  return (
    <DataTable
      id="stocktakes.explain"
      columns={columns}
      source={source}
      rowKey={rowKey}
      onExport={(table) => void exportTable('清点的行')(table)}
      emptyText="没有清点到这项料件"
      height={Math.min(392, 148 + rows.length * 32)}
    />
  )
}
