import { Button, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { parseEntered } from '../../../shared/domain/exact.ts'
import { call } from '../../app/engine.ts'
import type { Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { useSaveKey } from '../../components/form-keys.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import { isBlocked } from '../../components/guard-list.tsx'
import classes from './transfers.module.css'

type Surplus = Output<'transfers.surplus'>
/** A material with what is put in for it: the whole balance, until the clerk types another figure. */
type Row = Surplus['materials'][number] & { targetSeq: string; quantity: string }
/** What the clerk has typed, by the material's number. */
type Typed = ReadonlyMap<number, { targetSeq?: string; quantity?: string }>

const exceeds = (text: string, most: string): boolean => {
  const [figure, limit] = [parseEntered('Quantity', text), parseEntered('Quantity', most)]
  return typeof figure === 'bigint' && typeof limit === 'bigint' && figure > limit
}
const isAboveZero = (text: string): boolean => exceeds(text, '0')

function rowOf(material: Surplus['materials'][number], target: string | null, typed: Typed): Row {
  const own = typed.get(material.itemSeq)
  const targetSeq = own?.targetSeq ?? (material.target ? String(material.target.itemSeq) : '')
  const whole = target !== null && targetSeq !== '' && isAboveZero(material.balance) ? material.balance : ''
  return { ...material, targetSeq, quantity: own?.quantity ?? whole }
}

export function SurplusTable({
  handbookNo,
  target,
  surplus,
  onMade,
}: {
  handbookNo: string
  target: string | null
  surplus: Surplus
  onMade: (made: Output<'transfers.createSurplus'>) => void
}) {
  const [typed, setTyped] = useState<Typed>(new Map())
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { bySeq, codes } = useHandbookItems(target ?? '', 'material')
  const rows = useMemo(() => surplus.materials.map((material) => rowOf(material, target, typed)), [surplus, target, typed])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      { id: 'itemSeq', title: '序号', width: 64, kind: 'quantity', groupTitle: '转出', text: (row) => String(row.itemSeq) },
      { id: 'name', title: '料件名称', width: 200, kind: 'text', groupTitle: '转出', text: (row) => row.name },
      {
        id: 'balance',
        title: '结余',
        width: 140,
        kind: 'quantity',
        groupTitle: '转出',
        text: (row) => row.balance,
        render: (row) => <QuantityWithUnit value={row.balance} unit={row.unit} />,
      },
      {
        id: 'quantity',
        title: '结转数量',
        width: 140,
        kind: 'quantity',
        groupTitle: '转出',
        text: (row) => row.quantity,
      },
      { id: 'targetSeq', title: '序号', width: 72, kind: 'code', groupTitle: '转入', text: (row) => row.targetSeq, codes },
      {
        id: 'targetName',
        title: '对应料件',
        width: 200,
        kind: 'text',
        groupTitle: '转入',
        text: (row) => bySeq.get(row.targetSeq)?.name ?? row.target?.name ?? '',
      },
      {
        id: 'targetUnit',
        title: '单位',
        width: 60,
        kind: 'text',
        groupTitle: '转入',
        text: (row) => {
          const unit = bySeq.get(row.targetSeq)?.unit ?? row.target?.unit ?? ''
          return shownUnit(unit)
        },
      },
      {
        id: 'left',
        title: '备案余量',
        width: 130,
        kind: 'quantity',
        groupTitle: '转入',
        text: (row) => (row.target && String(row.target.itemSeq) === row.targetSeq ? row.target.left : ''),
      },
    ],
    [bySeq, codes],
  )
  const check = useCallback(
    (row: Row, columnId: string, text: string): string | undefined => {
      if (text === '') return undefined
      if (columnId === 'targetSeq') return bySeq.has(text) ? undefined : '不在转入手册的料件中'
      const figure = parseEntered('Quantity', text)
      if (typeof figure !== 'bigint') return '请填写数字，最多 5 位小数'
      if (figure <= 0n) return '须大于零；不结转的留空'
      return exceeds(text, row.balance) ? '超过结余（R-55）' : undefined
    },
    [bySeq],
  )
  const edit = useMemo<EditRules<Row>>(
    () => ({
      canEdit: (_row, columnId) => target !== null && (columnId === 'quantity' || columnId === 'targetSeq'),
      whyNot: (_row, columnId) =>
        columnId === 'quantity' || columnId === 'targetSeq' ? '先选择转入手册' : '由手册和账内结余带出，不用填写',
      check,
      commit: (changes) => {
        setTyped((before) => {
          const next = new Map(before)
          for (const { row, columnId, text } of changes)
            next.set(row.itemSeq, { ...next.get(row.itemSeq), [columnId === 'quantity' ? 'quantity' : 'targetSeq']: text })
          return next
        })
        return Promise.resolve()
      },
    }),
    [check, target],
  )
  const marks = useCallback(
    (row: Row, columnId: string): string | undefined => {
      if (target === null || row.quantity === '') return undefined
      if (columnId === 'quantity') return check(row, columnId, row.quantity)
      if (columnId !== 'targetSeq') return undefined
      return row.targetSeq === '' ? '转入手册没有这项料件，请选对应料件或把结转数量留空（R-55）' : undefined
    },
    [check, target],
  )
  const lines = rows.filter(({ quantity }) => quantity !== '')
  const wrong = lines.some((row) => marks(row, 'quantity') ?? marks(row, 'targetSeq'))
  const lacking =
    target === null
      ? '选择转入手册'
      : isBlocked(surplus.guards)
        ? '处理阻断的问题'
        : lines.length === 0
          ? '填写至少一项结转数量'
          : wrong
            ? '改正标出的格，F8 到下一处'
            : undefined

  async function create() {
    if (lacking !== undefined || target === null || busy) return
    setBusy(true)
    setError(null)
    try {
      onMade(
        await call('transfers.createSurplus', {
          handbookNo,
          targetHandbookNo: target,
          lines: lines.map(({ itemSeq, targetSeq, quantity }) => ({ itemSeq, targetItemSeq: Number(targetSeq), quantity })),
        }),
      )
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  useSaveKey(() => void create())

  return (
    <>
      <div className={classes.grow}>
        <DataTable
          id="transfers.surplus"
          columns={columns}
          source={source}
          rowKey={(row) => String(row.itemSeq)}
          edit={edit}
          marks={marks}
          toolbar={
            <>
              <Button size="xs" disabled={lacking !== undefined} loading={busy} onClick={() => void create()}>
                建立余料结转{lines.length > 0 && `（${lines.length} 项）`}
              </Button>
              <Text size="sm" c="dimmed">
                {lacking === undefined ? '生成两份清单草稿；Ctrl+S 建立' : `还需${lacking}`}
              </Text>
            </>
          }
          onExport={(table) => void exportTable(`${handbookNo} 余料`)(table)}
          emptyText="这本手册没有结余的料件"
        />
      </div>
      <ErrorNotice error={error} />
    </>
  )
}
