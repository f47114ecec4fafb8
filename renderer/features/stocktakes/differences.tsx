import { Button, SegmentedControl, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { addCents, cents, printCents } from '../../../shared/domain/exact.ts'
import { call } from '../../app/engine.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Change, Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Room } from '../../components/page.tsx'
import { CountExplainDrawer } from './count-explain-drawer.tsx'
import { DifferencePicture } from './difference-picture.tsx'
import { JudgeDialog } from './judge-dialog.tsx'
import { keepStocktake, latestStocktake } from './stocktake-writing.ts'
import {
  differenceKey,
  disposalChoices,
  disposalNames,
  disposalsOf,
  kindNames,
  openProblem,
  physicalParts,
  reasonChoices,
  reasonNames,
} from './stocktake-words.ts'
import type { Difference, StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

const none: readonly Difference[] = []
export const taxOf = ({ duty, vat }: Difference): string =>
  duty === null || vat === null ? '' : printCents(addCents(cents(duty), cents(vat)))

const tone = (row: Difference): string | undefined => (row.withinTolerance ? classes.plain : classes.outside)

function columnsOf(differences: readonly Difference[], open: (row: Difference) => void): readonly Column<Difference>[] {
  const figure = (
    id: string,
    title: string,
    text: (row: Difference) => string,
    more: Partial<Column<Difference>> = {},
  ): Column<Difference> => ({ id, title, width: 112, kind: 'quantity', text, onOpen: open, ...more })
  const several = new Set(differences.map(({ handbookNo }) => handbookNo)).size > 1
  // A kind of which nothing was counted gives its room to the others.
  const parts = physicalParts.filter(({ kind }) => kind === 'raw' || differences.some((row) => row[kind] !== '0'))
  return [
    ...(several
      ? [
          {
            id: 'handbookNo',
            title: '手册',
            width: 152,
            kind: 'code',
            text: (row) => row.handbookNo,
          } satisfies Column<Difference>,
        ]
      : []),
    { id: 'seq', title: '序号', width: 64, kind: 'quantity', text: (row) => String(row.seq) },
    { id: 'name', title: '名称', width: 140, kind: 'text', text: (row) => row.name },
    { id: 'unit', title: '单位', width: 56, kind: 'text', text: (row) => shownUnit(row.unit) },
    figure('book', '账面', (row) => row.book),
    figure('physical', '实盘', (row) => row.physical),
    figure('difference', '差异', (row) => row.difference, {
      width: 100,
      render: (row) => <span className={tone(row)}>{formatQuantity(row.difference)}</span>,
    }),
    figure('rate', '差异率', (row) => row.rate ?? '', {
      unit: '%',
      width: 84,
      render: (row) => <span className={tone(row)}>{row.rate === null ? '没有进口' : formatQuantity(row.rate)}</span>,
    }),
    figure('value', '价值', (row) => row.value ?? '', { unit: '元', width: 92 }),
    figure('tax', '税款', taxOf, { unit: '元', width: 88 }),
    {
      id: 'reason',
      title: '原因',
      width: 112,
      kind: 'code',
      text: (row) => (row.reason === null ? '' : reasonNames[row.reason]),
      codes: reasonChoices.codes,
      groupTitle: '原因与处理',
    },
    {
      id: 'disposal',
      title: '处理',
      width: 104,
      kind: 'code',
      text: (row) => (row.disposal === null ? '' : disposalNames[row.disposal]),
      codes: disposalChoices.codes,
      groupTitle: '原因与处理',
    },
    { id: 'note', title: '说明', width: 110, kind: 'text', text: (row) => row.note, groupTitle: '原因与处理' },
    {
      id: 'made',
      title: '已生成',
      width: 140,
      kind: 'text',
      text: (row) => row.made?.label ?? '',
      render: (row) => row.made && <Link to={row.made.to}>{row.made.label}</Link>,
      groupTitle: '原因与处理',
    },
    ...parts.map(({ kind, sign }) =>
      figure(kind, sign === '−' ? `减 ${kindNames[kind]}` : kindNames[kind], (row) => row[kind], {
        width: 104,
        groupTitle: '实盘的组成，折成料件',
      }),
    ),
    { id: 'partNo', title: '料号', width: 120, kind: 'code', text: (row) => row.partNo },
  ]
}

/** Where it is mended: the reason first, then the disposal, then the words that a disposal wants. */
const marks = (row: Difference, columnId: string): string | undefined => {
  const place = row.reason === null ? 'reason' : row.disposal === 'accept' ? 'note' : 'disposal'
  const problem = columnId === place ? openProblem(row) : undefined
  return problem && `差异超出容差，${problem}（R-118、R-119）`
}
const judged = new Set(['reason', 'disposal', 'note'])

/** 差异: book against physical of every material, and what is said of it. */
export function Differences({ stocktake }: { stocktake: StocktakeDetail }) {
  const { stocktakeId, differences } = stocktake
  const [search, setSearch] = useSearchParams()
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('explain')
  const [selected, setSelected] = useState(none)
  const [judging, setJudging] = useState(none)
  const saving = useRef<Promise<void>>(Promise.resolve())
  const counting = stocktake.state === 'counting'
  const which = search.get('rows') ?? 'all'
  const rows = useMemo(
    () =>
      which === 'outside'
        ? differences.filter(({ withinTolerance }) => !withinTolerance)
        : which === 'open'
          ? differences.filter((row) => openProblem(row) !== undefined)
          : differences,
    [differences, which],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const explain = useCallback((row: Difference) => go(differenceKey(row)), [go])
  const columns = useMemo(() => columnsOf(differences, explain), [differences, explain])
  const detail = useCallback((row: Difference) => <DifferencePicture difference={row} />, [])
  const explained = differences.find((row) => differenceKey(row) === opened)
  const judge = () => counting && selected.length > 0 && setJudging(selected)
  useHotkeys([['mod+Enter', judge]], [], true)

  const edit = useMemo<EditRules<Difference>>(
    () => ({
      canEdit: (row, columnId) => counting && judged.has(columnId) && row.made === null,
      whyNot: (row, columnId) =>
        !counting
          ? '盘点已不能再改'
          : judged.has(columnId) && row.made
            ? `已生成${row.made.label}，不能再改原因与处理`
            : '此格由盘点表和账面算出',
      check: (row, columnId, text) => {
        if (text === '') return undefined
        if (columnId === 'note') return text.length > 400 ? '超过 400 个字符' : undefined
        if (columnId === 'reason') return reasonChoices.valueOf(text) === undefined ? '不是原因' : undefined
        const disposal = disposalChoices.valueOf(text)
        const fitting = disposalsOf(row)
        return disposal !== undefined && fitting.includes(disposal)
          ? undefined
          : `这项差异的处理为${fitting.map((each) => disposalNames[each]).join('、')}`
      },
      clean: (columnId, typed) =>
        columnId === 'reason'
          ? reasonChoices.clean(typed)
          : columnId === 'disposal'
            ? disposalChoices.clean(typed)
            : typed.trim(),
      commit: (changes) => {
        // One after the other: the next cell of a row is typed before the one before it is answered.
        const saved = saving.current.then(async () => {
          const latest = latestStocktake(stocktakeId)?.differences ?? none
          for (const said of bySaying(changes, latest)) keepStocktake(await call('stocktakes.judge', { stocktakeId, ...said }))
        })
        saving.current = saved.catch(() => undefined)
        return saved
      },
    }),
    [counting, stocktakeId],
  )
  const setRows = (next: string) =>
    setSearch((before) => {
      before.set('view', 'differences')
      if (next === 'all') before.delete('rows')
      else before.set('rows', next)
      return before
    })
  return (
    <Room>
      <DataTable
        id="stocktakes.differences"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={differenceKey}
        frozen={2}
        detail={detail}
        marks={marks}
        edit={edit}
        onSelect={setSelected}
        onExport={(table) => void exportTable(`${stocktake.name} 差异`)(table)}
        toolbar={
          <>
            <SegmentedControl
              size="xs"
              aria-label="看哪些"
              value={which}
              onChange={setRows}
              data={[
                { value: 'all', label: '全部' },
                { value: 'outside', label: '超出容差' },
                { value: 'open', label: `待说明 ${stocktake.open}` },
              ]}
            />
            {counting && (
              <Button size="xs" variant="default" disabled={selected.length === 0} onClick={judge}>
                写原因与处理{selected.length > 1 && `（${selected.length} 项）`}
              </Button>
            )}
            <Text size="sm" c="dimmed" truncate>
              {counting ? '选一段行，Ctrl+Enter 一起写；空格看图' : '空格看图'}
            </Text>
          </>
        }
        emptyText={which === 'all' ? '手册还没有料件' : '没有这样的差异'}
      />
      {judging.length > 0 && <JudgeDialog stocktakeId={stocktakeId} differences={judging} onClose={() => setJudging(none)} />}
      {explained && <CountExplainDrawer stocktake={stocktake} difference={explained} onClose={() => go(null)} />}
    </Room>
  )
}

type Saying = Pick<Difference, 'reason' | 'disposal' | 'note'>

/** What is to be said of each row after the changes; rows of which the same is said go together. */
function bySaying(
  changes: readonly Change<Difference>[],
  rows: readonly Difference[],
): (Saying & { differences: { handbookNo: string; seq: number }[] })[] {
  const now = new Map(rows.map((row) => [differenceKey(row), row]))
  const said = new Map<string, { row: Difference; saying: Saying }>()
  for (const { row, columnId, text } of changes) {
    const key = differenceKey(row)
    const { reason, disposal, note } = said.get(key)?.saying ?? now.get(key) ?? row
    const change: Partial<Saying> =
      columnId === 'reason'
        ? { reason: reasonChoices.valueOf(text) ?? null }
        : columnId === 'disposal'
          ? { disposal: disposalChoices.valueOf(text) ?? null }
          : { note: text }
    said.set(key, { row, saying: { reason, disposal, note, ...change } })
  }
  return [...Map.groupBy(said.values(), ({ saying }) => JSON.stringify(saying)).values()].flatMap((together) => {
    const [first] = together
    return first ? [{ ...first.saying, differences: together.map(({ row: { handbookNo, seq } }) => ({ handbookNo, seq })) }] : []
  })
}
