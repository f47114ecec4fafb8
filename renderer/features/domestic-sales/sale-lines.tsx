import { useCallback, useMemo, useState } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import { shownUnit, supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { readDecimal, readPercent } from '../../../shared/domain/cell.ts'
import { parseEntered } from '../../../shared/domain/exact.ts'
import { useOperation } from '../../app/queries.ts'
import type { Change, Column, EditRules, WantedCell } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { codeLabel } from '../../components/fields/format.ts'
import { stepOf } from './guard-places.ts'
import { blankLine, columnsFor, isBlank, isComplete, withBlank } from './sale-form.ts'
import type { SaleForm, TypedLine } from './sale-form.ts'
import classes from './sale.module.css'

type Item = Output<'handbooks.materials'>['rows'][number]
const everything = { limit: 100_000 }
const sides: readonly Code[] = [
  { code: '料件', name: '' },
  { code: '成品', name: '' },
]
const sideName = { material: '料件', product: '成品' } as const

interface Side {
  bySeq: ReadonlyMap<string, Item>
  codes: readonly Code[]
}
const sideOf = (rows: readonly Item[] | undefined): Side => ({
  bySeq: new Map(rows?.map((item) => [String(item.seq), item])),
  codes: rows?.map(({ seq, name, spec }) => ({ code: String(seq), name: `${name} ${spec}`.trim() })) ?? [],
})

/** The items of a handbook on both sides, by number, and as lists to choose from. */
function useItems(handbookNo: string) {
  const known = { enabled: handbookNo !== '' }
  const materials = useOperation('handbooks.materials', { handbookNo, ...everything }, known).data?.rows
  const products = useOperation('handbooks.products', { handbookNo, ...everything }, known).data?.rows
  return useMemo(() => ({ material: sideOf(materials), product: sideOf(products) }), [materials, products])
}

/** What is sold, in a grid with the columns that this kind of sale needs: typed, found by name or pinyin initials, or pasted from Excel. */
export function SaleLines({
  form,
  editable,
  guards,
  modes,
  goTo,
  onChange,
}: {
  form: SaleForm
  editable: boolean
  guards: readonly Guard[]
  /** Supervision mode of each complete line, in their order. */
  modes: readonly string[]
  goTo: WantedCell<TypedLine> | undefined
  onChange: (change: (before: readonly TypedLine[]) => readonly TypedLine[]) => void
}) {
  const { handbookNo, kind, destruction, withIncome, lines } = form
  const items = useItems(handbookNo)
  const has = useMemo(() => columnsFor({ kind, destruction, withIncome }), [kind, destruction, withIncome])
  const versions = useOperation('consumption.versions', { handbookNo }, { enabled: has.version && handbookNo !== '' }).data
    ?.versions
  const versionsOf = useMemo(() => Map.groupBy(versions ?? [], ({ productSeq }) => String(productSeq)), [versions])
  const goodsOf = useCallback(
    (line: TypedLine): TypedLine['goods'] => (has.sold === 'either' ? line.goods : has.sold),
    [has.sold],
  )
  const itemOf = useCallback((line: TypedLine) => items[goodsOf(line)].bySeq.get(line.itemSeq), [items, goodsOf])
  const modeOf = useMemo(() => {
    const complete = lines.filter((line) => isComplete(line))
    return new Map(complete.map(({ key }, place) => [key, modes[place] ?? '']))
  }, [lines, modes])

  const columns = useMemo<readonly Column<TypedLine>[]>(() => {
    const typed = (
      id: keyof TypedLine,
      title: string,
      width: number,
      column: Column<TypedLine>['kind'],
      more: Partial<Column<TypedLine>> = {},
    ): Column<TypedLine> => ({ id, title, width, kind: column, text: (row) => row[id], ...more })
    const when = (shown: boolean, ...some: Column<TypedLine>[]) => (shown ? some : [])
    return [
      ...when(has.sold === 'either', {
        id: 'goods',
        title: '货物',
        width: 68,
        kind: 'code',
        text: (row) => (isBlank(row) ? '' : sideName[row.goods]),
        codes: sides,
      }),
      typed(
        'itemSeq',
        has.sold === 'product' ? '成品' : has.presented ? '来自料件' : has.sold === 'either' ? '序号' : '料件',
        84,
        'code',
        {
          // Of an item of either side the number is typed: the list would have to mix both.
          ...(has.sold !== 'either' && { codes: items[has.sold].codes }),
        },
      ),
      { id: 'itemName', title: '商品名称', width: 140, kind: 'text', text: (row) => itemOf(row)?.name ?? '' },
      ...when(has.version, typed('version', '单耗版本', 84, 'code')),
      typed('quantity', '数量', 108, 'quantity'),
      {
        id: 'unit',
        title: '单位',
        width: 60,
        kind: 'text',
        text: (row) => {
          const unit = itemOf(row)?.unit ?? ''
          return shownUnit(unit)
        },
      },
      ...when(has.completion, typed('completion', '完工比例', 104, 'quantity', { unit: '%' })),
      ...when(has.presented, typed('name', '报验名称', 120, 'text'), typed('hsCode', '报验编码', 104, 'code')),
      ...when(has.income, typed('income', '收入', 100, 'quantity', { unit: '元，不含税', width: 132 })),
      ...when(has.bondedShare, typed('bondedShare', '保税份额', 96, 'quantity', { unit: '%' })),
      {
        id: 'mode',
        title: '监管方式',
        width: 128,
        kind: 'text',
        text: (row) => {
          const mode = modeOf.get(row.key) ?? ''
          return mode && codeLabel(mode, supervisionModeName(mode))
        },
      },
    ]
  }, [has, items, itemOf, modeOf])

  /** What follows from what was typed: the only version of a product. */
  const completed = useCallback(
    (line: TypedLine): TypedLine => {
      const [only, ...others] = goodsOf(line) === 'product' ? (versionsOf.get(line.itemSeq) ?? []) : []
      return line.version === '' && only && others.length === 0 ? { ...line, version: only.version } : line
    },
    [goodsOf, versionsOf],
  )
  const check = useCallback(
    (row: TypedLine, columnId: string, text: string): string | undefined => {
      if (columnId === 'goods') return text === '料件' || text === '成品' ? undefined : '请填写料件或成品'
      if (text === '') return undefined
      if (columnId === 'itemSeq') {
        const goods = goodsOf(row)
        return items[goods].bySeq.has(text) ? undefined : `不在手册的${sideName[goods]}中`
      }
      if (columnId === 'version') {
        const known = versionsOf.get(row.itemSeq)
        if (!known || known.some(({ version }) => version === text)) return undefined
        return `这个成品没有版本 ${text}，有 ${known.map(({ version }) => version).join('、')}`
      }
      if (columnId === 'hsCode') return /^\d{10}$/.test(text) ? undefined : '商品编码为 10 位数字'
      if (columnId === 'name') return text.length > 255 ? '超过 255 个字符' : undefined
      const figure = parseEntered(columnId === 'quantity' ? 'Quantity' : columnId === 'income' ? 'Money' : 'Rate', text)
      if (typeof figure === 'string') return '不是可以入账的数字'
      if (columnId === 'income') return figure < 0n ? '不能为负' : undefined
      if (figure <= 0n) return '须大于零'
      return columnId === 'quantity' || figure <= 100_000_000_000n ? undefined : '不能超过 100%'
    },
    [goodsOf, items, versionsOf],
  )
  const edit = useMemo<EditRules<TypedLine>>(
    () => ({
      canEdit: (_row, columnId) => columnId !== 'itemName' && columnId !== 'unit' && columnId !== 'mode',
      whyNot: (_row, columnId) => (columnId === 'mode' ? '监管方式由内销种类和手册种类定出' : '由备案序号带出，不用填写'),
      check,
      clean: (columnId, text) => {
        if (columnId === 'completion' || columnId === 'bondedShare') return readPercent(text) ?? text.trim()
        if (columnId === 'quantity' || columnId === 'income') return readDecimal(text) ?? text.trim()
        return text.trim()
      },
      blank: () => blankLine(),
      commit: (changes) => {
        onChange((before) => withBlank(changed(before, changes).map((line) => completed(line))))
        return Promise.resolve()
      },
    }),
    [check, completed, onChange],
  )
  const marks = useMemo(() => {
    const complete = lines.filter((line) => isComplete(line))
    const said = new Map<string, string>()
    for (const guard of guards) {
      if (guard.severity !== 'blocks' || guard.lineNo === null || stepOf(guard) !== 'goods') continue
      const line = complete[guard.lineNo - 1]
      if (line) said.set(`${line.key}/${guard.column || 'itemSeq'}`, guard.message)
    }
    return (row: TypedLine, columnId: string): string | undefined => said.get(`${row.key}/${columnId}`)
  }, [lines, guards])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: lines }), [lines])
  const [chosen, setChosen] = useState<TypedLine>()
  const onSelect = useCallback((some: readonly TypedLine[]) => setChosen(some[0]), [])
  const known = chosen && goodsOf(chosen) === 'product' ? versionsOf.get(chosen.itemSeq) : undefined
  const hint = known
    ? `${itemOf(chosen ?? blankLine())?.name ?? ''} 的单耗版本：${known.map(({ version }) => version).join('、')}`
    : '按序号、名称或拼音首字母选；可从 Excel 粘贴'
  return (
    <DataTable
      id={`domesticSales.lines.${kind}`}
      columns={columns}
      source={source}
      rowKey={rowKey}
      marks={marks}
      {...(editable && { edit })}
      goTo={goTo}
      onSelect={onSelect}
      toolbar={editable && <span className={classes.toolbarText}>{hint}</span>}
      emptyText="在这里逐行录入，或从 Excel 粘贴"
      height={Math.min(420, 142 + Math.max(2, lines.length) * 32)}
    />
  )
}

const rowKey = (line: TypedLine): string => line.key

function changed(before: readonly TypedLine[], changes: readonly Change<TypedLine>[]): readonly TypedLine[] {
  const next = new Map(before.map((line) => [line.key, line]))
  for (const { row, columnId, text } of changes) {
    const line = next.get(row.key) ?? row
    next.set(
      row.key,
      columnId === 'goods' ? { ...line, goods: text === '成品' ? 'product' : 'material' } : { ...line, [columnId]: text },
    )
  }
  return [...next.values()]
}
