import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import { shownUnit, unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Change, Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'

/** A line as it is being typed; `key` lasts as long as the dialog. */
interface Line {
  key: string
  materialSeq: string
  bonded: string
  lot: string
  issued: string
  returned: string
  scrap: string
  defects: string
  wip: string
}

const yes = '是'
const no = '否'
let lines = 0
const blankLine = (materialSeq = '', bonded = yes): Line => ({
  key: String(++lines),
  materialSeq,
  bonded,
  lot: '',
  issued: '',
  returned: '',
  scrap: '',
  defects: '',
  wip: '',
})
const figures = ['issued', 'returned', 'scrap', 'defects', 'wip'] as const
const titles = { issued: '领料', returned: '退料', scrap: '边角料', defects: '残次品', wip: '在制品' }
const isEmpty = (line: Line) => figures.every((name) => line[name] === '')

/** One order typed in a grid: choosing the product version lays out its declared materials, a block from Excel pastes over them. */
export function WorkOrderDialog({
  handbookNo,
  order,
  onClose,
}: {
  handbookNo: string
  /** The order that is corrected. */
  order: Output<'workOrders.get'> | undefined
  onClose: () => void
}) {
  useFocusBack()
  const grid = useRef<HTMLDivElement>(null)
  const versions = useOperation('consumption.versions', { handbookNo }).data?.versions ?? []
  const materials = useOperation('handbooks.materials', { handbookNo, limit: 100_000 }).data?.rows
  const [firstHead] = useState({
    orderNo: order?.orderNo ?? '',
    of: order ? `${order.productSeq}:${order.version}` : null,
    planned: order?.planned ?? '',
    finished: order?.finished ?? '',
    rejected: order?.rejected ?? '0',
    postedOn: order?.postedOn ?? '',
  })
  const [head, setHead] = useState(firstHead)
  const [firstRows] = useState<readonly Line[]>(
    () =>
      order?.slips.map((slip) => ({
        ...slip,
        key: String(++lines),
        materialSeq: String(slip.materialSeq),
        bonded: slip.bonded ? yes : no,
      })) ?? [],
  )
  const [rows, setRows] = useState(firstRows)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof head>) => setHead((before) => ({ ...before, ...part }))

  const chooseProduct = async (of: string | null) => {
    change({ of })
    const [productSeq, version] = of?.split(':') ?? []
    if (!productSeq || version === undefined || rows.some((line) => !isEmpty(line))) return
    const declared = await call('handbooks.consumptions', {
      handbookNo,
      limit: 100_000,
      filter: { productSeq: `=${productSeq}`, version: `=${version}` },
    })
    setRows(
      declared.rows.flatMap(({ materialSeq, bondedRatio }) => [
        ...(bondedRatio === '0' ? [] : [blankLine(String(materialSeq))]),
        ...(bondedRatio === '100' ? [] : [blankLine(String(materialSeq), no)]),
      ]),
    )
  }

  const itemOf = useMemo(() => new Map(materials?.map((item) => [String(item.seq), item])), [materials])
  const columns = useMemo<readonly Column<Line>[]>(
    () => [
      { id: 'materialSeq', title: '料件', width: 66, kind: 'quantity', text: (row) => row.materialSeq },
      { id: 'name', title: '料件名称', width: 150, kind: 'text', text: (row) => itemOf.get(row.materialSeq)?.name ?? '' },
      {
        id: 'unit',
        title: '单位',
        width: 56,
        kind: 'text',
        text: (row) => unitName(itemOf.get(row.materialSeq)?.unit ?? '') ?? '',
      },
      { id: 'bonded', title: '保税', width: 60, kind: 'text', text: (row) => row.bonded },
      { id: 'lot', title: '批次', width: 110, kind: 'text', text: (row) => row.lot },
      ...figures.map((id): Column<Line> => ({ id, title: titles[id], width: 96, kind: 'quantity', text: (row) => row[id] })),
    ],
    [itemOf],
  )
  const check = useCallback(
    (_row: Line, columnId: string, text: string): string | undefined => {
      if (columnId === 'materialSeq') return itemOf.has(text) ? undefined : '不在手册的料件中'
      if (columnId === 'bonded') return text === yes || text === no ? undefined : '填“是”或“否”'
      if (columnId === 'lot') return text.length > 64 ? '超过 64 个字符' : undefined
      if (text === '') return undefined
      const plain = readDecimal(text)
      return plain === undefined ? '不是数字' : plain.startsWith('-') ? '不能为负' : undefined
    },
    [itemOf],
  )
  const edit = useMemo<EditRules<Line>>(
    () => ({
      canEdit: (_row, columnId) => columnId !== 'name' && columnId !== 'unit',
      check,
      clean: (columnId, typed) =>
        figures.some((name) => name === columnId) ? (readDecimal(typed) ?? typed.trim()) : typed.trim(),
      blank: () => blankLine(),
      commit: (changes) => {
        setRows((before) => changed(before, changes))
        return Promise.resolve()
      },
    }),
    [check],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const filled = rows.filter((line) => !isEmpty(line))
  const typed = head !== firstHead || rows !== firstRows
  const ready = head.orderNo.trim() !== '' && head.of !== null && parseDay(head.postedOn) !== undefined && filled.length > 0
  const product = versions.find((row) => `${row.productSeq}:${row.version}` === head.of)
  const unit = product && { unit: shownUnit(product.productUnit) }

  async function save() {
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    const [productSeq, version = '0'] = head.of?.split(':') ?? []
    const orNone = (text: string) => (text === '' ? '0' : text)
    try {
      await call('workOrders.save', {
        handbookNo,
        orderNo: head.orderNo,
        productSeq: Number(productSeq),
        version,
        planned: orNone(head.planned),
        finished: orNone(head.finished),
        rejected: orNone(head.rejected),
        postedOn: head.postedOn,
        lines: filled.map((line) => ({
          materialSeq: Number(line.materialSeq),
          bonded: line.bonded === yes,
          lot: line.lot,
          issued: orNone(line.issued),
          returned: orNone(line.returned),
          scrap: orNone(line.scrap),
          defects: orNone(line.defects),
          wip: orNone(line.wip),
        })),
      })
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }

  useSaveKey(() => void save())
  const toLines = () => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus()

  return (
    <Modal
      opened
      onClose={onClose}
      size={1000}
      // What has been typed is given up by name, not by a stray Escape or click.
      closeOnEscape={!typed}
      closeOnClickOutside={!typed}
      title={order ? `改正工单 ${order.orderNo}` : '登记工单'}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Stack gap="md">
        <form
          noValidate
          onKeyDown={enterMovesOn}
          onSubmit={(event) => {
            event.preventDefault()
            toLines()
          }}
        >
          {/* Enter submits a form of several fields only where something submits it. */}
          <button type="submit" hidden />
          <SimpleGrid cols={3} spacing="md" verticalSpacing="sm">
            <TextInput
              label="工单号"
              data-autofocus
              classNames={{ input: 'mono' }}
              maxLength={64}
              readOnly={order !== undefined}
              value={head.orderNo}
              onChange={(event) => change({ orderNo: event.currentTarget.value })}
            />
            <Select
              label="成品与单耗版本"
              placeholder="成品和版本"
              searchable
              selectFirstOptionOnChange
              nothingFoundMessage="没有这个成品"
              data={versions.map((row) => ({
                value: `${row.productSeq}:${row.version}`,
                label: `${row.productSeq} ${row.productName} · 版本 ${row.version}`,
              }))}
              value={head.of}
              onChange={(of) => void chooseProduct(of)}
            />
            <DayField label="过账日期" value={head.postedOn} onChange={(postedOn) => change({ postedOn })} />
            <QuantityField label="计划数量" {...unit} value={head.planned} onChange={(planned) => change({ planned })} />
            <QuantityField label="完工数量" {...unit} value={head.finished} onChange={(finished) => change({ finished })} />
            <QuantityField label="报废数量" {...unit} value={head.rejected} onChange={(rejected) => change({ rejected })} />
          </SimpleGrid>
        </form>
        <div ref={grid}>
          <DataTable
            id="workOrders.typed"
            columns={columns}
            source={source}
            rowKey={(line) => line.key}
            edit={edit}
            emptyText="选择成品与版本后列出它的料件，也可从 Excel 粘贴"
            height={320}
          />
        </div>
        <ErrorNotice error={error} />
        <Group>
          <Button onClick={() => void save()} disabled={!ready} loading={busy}>
            保存
          </Button>
          <Button variant="default" onClick={() => setRows((before) => [...before, blankLine()])}>
            加一行
          </Button>
          <Button variant="default" onClick={onClose}>
            取消
          </Button>
          <Text size="sm" c="dimmed">
            没有填数的行不保存；数量用手册的申报计量单位
          </Text>
        </Group>
      </Stack>
    </Modal>
  )
}

function changed(before: readonly Line[], changes: readonly Change<Line>[]): readonly Line[] {
  const next = new Map(before.map((line) => [line.key, line]))
  for (const { row, columnId, text } of changes) next.set(row.key, { ...(next.get(row.key) ?? row), [columnId]: text })
  return [...next.values()]
}
