import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { readDecimal } from '../../../shared/domain/cell.ts'
import type { Change, Column, EditRules, WantedCell } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { blankMaterial, checkMaterial, isBlank, lackOf } from './selective-form.ts'
import type { TypedMaterial } from './selective-form.ts'

const columns: readonly Column<TypedMaterial>[] = [
  { id: 'name', title: '料件名称', width: 200, kind: 'text', text: (row) => row.name },
  { id: 'value', title: '计税价格', unit: '元', width: 130, kind: 'quantity', text: (row) => row.value },
  { id: 'dutyRate', title: '关税税率', unit: '%', width: 100, kind: 'quantity', text: (row) => row.dutyRate },
]
const rowKey = ({ key }: TypedMaterial) => key

/** The imported materials in the goods: typed cell by cell or pasted from Excel; there is always an empty line below, and an emptied line goes. */
export function MaterialsGrid({
  rows,
  goTo,
  onChange,
}: {
  rows: readonly TypedMaterial[]
  goTo: WantedCell<TypedMaterial> | undefined
  onChange: (change: (before: readonly TypedMaterial[]) => readonly TypedMaterial[]) => void
}) {
  const edit = useMemo(
    (): EditRules<TypedMaterial> => ({
      canEdit: () => true,
      check: (_, columnId, text) => checkMaterial(columnId, text),
      clean: (columnId, typed) => (columnId === 'name' ? typed.trim() : (readDecimal(typed.replace(/%$/, '')) ?? typed.trim())),
      blank: blankMaterial,
      commit: (changes) => {
        onChange((before) => changed(before, changes))
        return Promise.resolve()
      },
    }),
    [onChange],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  return (
    <DataTable
      id="selectiveTaxation.materials"
      columns={columns}
      source={source}
      rowKey={rowKey}
      edit={edit}
      marks={lackOf}
      goTo={goTo}
      toolbar={
        <Text size="sm" c="dimmed">
          料件可从 Excel 整块粘贴；清空一行即去掉
        </Text>
      }
      emptyText="在这里逐行录入，或从 Excel 粘贴"
    />
  )
}

function changed(before: readonly TypedMaterial[], changes: readonly Change<TypedMaterial>[]): readonly TypedMaterial[] {
  const next = new Map(before.map((row) => [row.key, row]))
  for (const { row, columnId, text } of changes) next.set(row.key, { ...(next.get(row.key) ?? row), [columnId]: text })
  return [...[...next.values()].filter((row) => !isBlank(row)), blankMaterial()]
}
