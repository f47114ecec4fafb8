import { Button } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import type { Change, Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { kindChoices } from './stocktake-words.ts'
import { blankCount, checkCount, cleanCount, goodsCodes, goodsOf, isBlank, markOf, withBlank } from './typed-counts.ts'
import type { KnownGoods, TypedCount } from './typed-counts.ts'

const noRows: readonly TypedCount[] = []
const rowKey = (row: TypedCount): string => row.key

/** Counts typed as in Excel, or pasted from it; there is always an empty row below. */
export function SheetGrid({
  handbookNos,
  known,
  rows,
  onChange,
}: {
  handbookNos: readonly string[]
  known: KnownGoods & { parts: readonly Code[] }
  rows: readonly TypedCount[]
  onChange: (change: (before: readonly TypedCount[]) => readonly TypedCount[]) => void
}) {
  const [selected, setSelected] = useState(noRows)
  const columns = useMemo<readonly Column<TypedCount>[]>(() => {
    const said = (row: TypedCount) =>
      row.itemSeq === '' ? known.partOf(row.partNo) : known.itemOf(row.handbookNo, goodsOf(row), row.itemSeq)
    return [
      { id: 'kind', title: '类别', width: 96, kind: 'code', text: (row) => row.kind, codes: kindChoices.codes },
      {
        id: 'handbookNo',
        title: '手册编号',
        width: 124,
        kind: 'code',
        text: (row) => row.handbookNo,
        codes: handbookNos.map((code) => ({ code, name: '' })),
      },
      { id: 'goods', title: '货物', width: 64, kind: 'code', text: (row) => row.goods, codes: goodsCodes },
      { id: 'itemSeq', title: '备案序号', width: 80, kind: 'code', text: (row) => row.itemSeq },
      { id: 'partNo', title: '料号', width: 130, kind: 'code', text: (row) => row.partNo, codes: known.parts },
      { id: 'name', title: '名称', width: 150, kind: 'text', text: (row) => said(row)?.name ?? '' },
      { id: 'version', title: '单耗版本', width: 80, kind: 'code', text: (row) => row.version },
      { id: 'completion', title: '完工', unit: '%', width: 76, kind: 'quantity', text: (row) => row.completion },
      { id: 'quantity', title: '数量', width: 116, kind: 'quantity', text: (row) => row.quantity },
      { id: 'unit', title: '单位', width: 60, kind: 'text', text: (row) => said(row)?.unit ?? '' },
      { id: 'location', title: '工序或地点', width: 130, kind: 'text', text: (row) => row.location },
      { id: 'remark', title: '备注', width: 130, kind: 'text', text: (row) => row.remark },
    ]
  }, [handbookNos, known])
  /** What follows from what was typed: the only handbook of the stocktake. */
  const completed = useCallback(
    (row: TypedCount): TypedCount => {
      const [only, ...others] = handbookNos
      return only !== undefined && others.length === 0 && row.handbookNo === '' && !isBlank(row)
        ? { ...row, handbookNo: only }
        : row
    },
    [handbookNos],
  )
  const edit = useMemo<EditRules<TypedCount>>(
    () => ({
      canEdit: (_row, columnId) => columnId !== 'name' && columnId !== 'unit',
      whyNot: () => '由备案序号或料号带出，不用填写',
      check: (row, columnId, text) => checkCount(row, columnId, text, known),
      clean: cleanCount,
      wrongMayStand: true,
      blank: blankCount,
      commit: (changes) => {
        onChange((before) => withBlank(changedRows(before, changes).map((row) => completed(row))))
        return Promise.resolve()
      },
    }),
    [completed, known, onChange],
  )
  const marks = useCallback((row: TypedCount, columnId: string) => markOf(row, columnId, known), [known])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const kill = selected.filter((row) => !isBlank(row))
  return (
    <DataTable
      id="stocktakes.typed"
      columns={columns}
      source={source}
      rowKey={rowKey}
      edit={edit}
      marks={marks}
      onSelect={setSelected}
      toolbar={
        <Button
          size="xs"
          variant="default"
          disabled={kill.length === 0}
          onClick={() => onChange((before) => withBlank(before.filter((row) => !kill.includes(row))))}
        >
          删除所选{kill.length > 1 && ` ${kill.length} 行`}
        </Button>
      }
      emptyText="在这里逐行录入，或从 Excel 粘贴"
    />
  )
}

function changedRows(before: readonly TypedCount[], changes: readonly Change<TypedCount>[]): readonly TypedCount[] {
  const next = new Map(before.map((row) => [row.key, row]))
  for (const { row, columnId, text } of changes) next.set(row.key, { ...(next.get(row.key) ?? row), [columnId]: text })
  return [...next.values()]
}
