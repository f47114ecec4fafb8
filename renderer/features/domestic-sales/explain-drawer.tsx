import { Drawer } from '@mantine/core'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { currencyName, supervisionModeName } from '../../../shared/codes/tables.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { findRule } from '../../../shared/domain/rules.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { explain } from './explanation.ts'
import type { Explained, Import } from './explanation.ts'
import type { Figure } from './figures.ts'
import { heldText } from './rate-words.ts'
import classes from './sale.module.css'
import type { Sheet } from './sale-words.ts'

/** 这个数怎么来的: formula, the same with the numbers, the dated row, the imports, the rules, and what it does not hold. */
export function ExplainDrawer({
  figure,
  sheet,
  handbookNo,
  onClose,
}: {
  figure: Figure
  sheet: Sheet
  handbookNo: string
  onClose: () => void
}) {
  useFocusBack()
  const explained = explain(figure, sheet)
  return (
    <Drawer
      opened
      onClose={onClose}
      size={explained?.imports && explained.imports.length > 0 ? 920 : 640}
      padding="lg"
      closeButtonProps={{ 'aria-label': '关闭' }}
      title={<strong>这个数怎么来的</strong>}
    >
      {explained ? <Explanation of={explained} handbookNo={handbookNo} /> : <p>这个数已经不在税款计算表里，请关上再看</p>}
    </Drawer>
  )
}

function Explanation({ of, handbookNo }: { of: Explained; handbookNo: string }) {
  return (
    <>
      <div>{of.title}</div>
      <div className={classes.value}>
        {of.value}
        <span className={classes.valueUnit}>{of.unit}</span>
      </div>
      <Part title="公式">
        <div className={classes.formula}>{of.formula}</div>
        {of.withNumbers.map((text) => (
          <div key={text} className={classes.formula}>
            {text}
          </div>
        ))}
      </Part>
      {of.parts && of.parts.length > 0 && (
        <Part title="代入的数">
          <table className={classes.inputs}>
            <tbody>
              {of.parts.map(([name, amount]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{amount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
      {of.basis && (
        <Part title="取自">
          <div className={classes.formula}>
            {of.basis.what}：{of.basis.value}
            <div className={classes.quiet}>
              {of.basis.source}；{heldText(of.basis)}
            </div>
          </div>
        </Part>
      )}
      {of.imports && of.imports.length > 0 && (
        <Part title={`加权平均的进口（${of.imports.length} 行）`}>
          <Imports rows={of.imports} handbookNo={handbookNo} />
        </Part>
      )}
      <Part title="规则与出处">
        {of.rules.map((number) => {
          const rule = findRule(number)
          return (
            <div key={number} className={classes.ruleText}>
              <Tag>{number}</Tag> {rule?.text}
              {rule && (
                <div className={classes.quiet}>
                  {[rule.source, rule.from && `自 ${rule.from} 起`, rule.confidence].filter(Boolean).join('；')}
                </div>
              )}
            </div>
          )
        })}
      </Part>
      {of.excludes.length > 0 && (
        <Part title="不包括与舍入">
          <ul className={classes.excludes}>
            {of.excludes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={classes.part}>
    <h2 className={classes.partTitle}>{title}</h2>
    {children}
  </section>
)

const importColumns = (handbookNo: string): readonly Column<Import>[] => [
  {
    id: 'listNo',
    title: '清单编号',
    width: 164,
    kind: 'code',
    text: (row) => row.listNo,
    render: (row) => <Link to={paths.list(handbookNo, row.listNo)}>{row.listNo}</Link>,
  },
  { id: 'lineNo', title: '行', width: 44, kind: 'quantity', text: (row) => String(row.lineNo) },
  { id: 'declaredOn', title: '申报日期', width: 92, kind: 'date', text: (row) => row.declaredOn },
  { id: 'mode', title: '监管方式', width: 110, kind: 'code', text: (row) => codeLabel(row.mode, supervisionModeName(row.mode)) },
  { id: 'quantity', title: '数量', width: 104, kind: 'quantity', text: (row) => row.quantity },
  { id: 'unitPrice', title: '单价', width: 80, kind: 'quantity', text: (row) => row.unitPrice },
  {
    id: 'currency',
    title: '币制',
    width: 60,
    kind: 'code',
    text: (row) => row.currency,
    shown: (code) => currencyName(code) ?? code,
  },
  { id: 'exchangeRate', title: '汇率', width: 72, kind: 'quantity', text: (row) => row.exchangeRate },
  { id: 'total', title: '总价', unit: '元', width: 140, kind: 'quantity', text: (row) => row.total },
  { id: 'exchangeSource', title: '汇率依据', width: 200, kind: 'text', text: (row) => row.exchangeSource },
]
const importKey = (row: Import): string => `${row.listNo}/${row.lineNo}`

function Imports({ rows, handbookNo }: { rows: readonly Import[]; handbookNo: string }) {
  const columns = useMemo(() => importColumns(handbookNo), [handbookNo])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  return (
    <DataTable
      id="domesticSales.imports"
      columns={columns}
      source={source}
      rowKey={importKey}
      onExport={(table) => void exportTable('加权平均的进口')(table)}
      emptyText="没有进口"
      height={Math.min(392, 148 + rows.length * 32)}
    />
  )
}
