import { Button, Group, Text, TextInput } from '@mantine/core'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { printCount } from '../../components/moment.ts'
import { Room } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { dropSheet, keepSheet, keptSheet } from './kept-sheet.ts'
import type { TypedSheet } from './kept-sheet.ts'
import { SheetGrid } from './sheet-grid.tsx'
import { keepStocktake } from './stocktake-writing.ts'
import type { CountRow, Sheet, StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'
import { blankCount, entryOf, isBlank, isWrong, typedOf, withBlank } from './typed-counts.ts'
import { useKnownGoods } from './use-known-goods.ts'

const mostRows = 5000

/** 键入盘点表: a new sheet, or one that was typed before. */
export function SheetEditor({ stocktake, sheetId }: { stocktake: StocktakeDetail; sheetId: string | undefined }) {
  const { stocktakeId } = stocktake
  const sheet = stocktake.sheetsOf.find((each) => each.sheetId === sheetId)
  const saved = useOperation(
    'stocktakes.counts',
    { stocktakeId, limit: mostRows, ...(sheetId !== undefined && { sheetId }) },
    { enabled: sheetId !== undefined },
  )
  if (saved.isError) return <ErrorNotice error={saved.error} />
  if (sheetId !== undefined && !saved.data) return null
  return <Typing stocktake={stocktake} sheet={sheet} rows={saved.data?.rows ?? []} />
}

function Typing({
  stocktake,
  sheet,
  rows: savedRows,
}: {
  stocktake: StocktakeDetail
  sheet: Sheet | undefined
  rows: readonly CountRow[]
}) {
  const { stocktakeId, handbookNos } = stocktake
  const form = `stocktake ${stocktakeId} ${sheet?.sheetId ?? 'new'}`
  const navigate = useNavigate()
  const known = useKnownGoods(handbookNos)
  const [kept] = useState(() => keptSheet(form))
  const [head, setHead] = useState<TypedSheet['head']>(
    kept?.head ?? {
      name: sheet?.name ?? `清点 ${stocktake.sheets + 1}`,
      countedBy: sheet?.countedBy ?? '',
      countedOn: sheet?.countedOn ?? stocktake.cutOff,
    },
  )
  const [rows, setRows] = useState(kept?.rows ?? (() => withBlank(savedRows.map((row) => typedOf(row)))))
  const [changed, setChanged] = useState(kept !== undefined)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (changed) keepSheet(form, { head, rows })
  }, [changed, form, head, rows])

  const change = (part: Partial<TypedSheet['head']>) => {
    setChanged(true)
    setHead((before) => ({ ...before, ...part }))
  }
  const onRows = useCallback((next: (before: typeof rows) => typeof rows) => {
    setChanged(true)
    setRows(next)
  }, [])
  const filled = useMemo(() => rows.filter((row) => !isBlank(row)), [rows])
  const wrong = useMemo(() => (known ? filled.filter((row) => isWrong(row, known)).length : 0), [filled, known])
  const lacking =
    head.name.trim() === ''
      ? '填写盘点表名称'
      : parseDay(head.countedOn) === undefined
        ? '填写清点日期'
        : filled.length === 0
          ? '录入至少一行'
          : filled.length > mostRows
            ? `分成几份盘点表，一份最多 ${printCount(mostRows)} 行`
            : wrong > 0
              ? `改正 ${wrong} 行标出的格，F8 到下一处`
              : undefined
  const leave = () => void navigate(`${paths.stocktake(stocktakeId)}?view=sheets`)
  function giveUp() {
    dropSheet(form)
    leave()
  }
  async function save() {
    if (lacking !== undefined || busy || stocktake.state !== 'counting') return
    setBusy(true)
    setError(null)
    try {
      const saved = await call('stocktakes.saveSheet', {
        stocktakeId,
        ...(sheet && { sheetId: sheet.sheetId }),
        ...head,
        rows: filled.map((row) => entryOf(row)),
      })
      keepStocktake(saved)
      dropSheet(form)
      say(`已保存盘点表“${head.name.trim()}”，${printCount(filled.length)} 行`)
      leave()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())

  if (!known) return null
  return (
    <Room>
      <form
        className={classes.editorHead}
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          document.querySelector<HTMLElement>('[data-table="stocktakes.typed"] [role=grid]')?.focus()
        }}
      >
        <button type="submit" hidden />
        <TextInput
          label="盘点表名称"
          w={220}
          maxLength={64}
          value={head.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="清点人"
          w={130}
          maxLength={64}
          value={head.countedBy}
          onChange={(event) => change({ countedBy: event.currentTarget.value })}
        />
        <DayField label="清点日期" w={130} value={head.countedOn} onChange={(countedOn) => change({ countedOn })} />
        <Group gap="sm">
          <Button disabled={lacking !== undefined} loading={busy} onClick={() => void save()}>
            保存
          </Button>
          <Button variant="default" onClick={giveUp}>
            {changed ? '取消，不保留' : '取消'}
          </Button>
          <Text size="sm" c="dimmed">
            {kept && '接着上次没有保存的内容；'}
            {lacking === undefined ? `${printCount(filled.length)} 行，Ctrl+S 保存` : `还需${lacking}`}
          </Text>
        </Group>
      </form>
      <ErrorNotice error={error} />
      <SheetGrid handbookNos={handbookNos} known={known} rows={rows.length === 0 ? [blankCount()] : rows} onChange={onRows} />
    </Room>
  )
}
