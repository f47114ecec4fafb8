import { Button, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { DragEvent } from 'react'
import { useSearchParams } from 'react-router'
import { call, putFile, runJob, saveFile } from '../../app/engine.ts'
import { paged } from '../../app/paged.ts'
import { useArrangementInAddress, withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { Empty } from '../../components/empty.tsx'
import { exportTable, saveStoredFile, showError } from '../../components/export-table.ts'
import { printCount } from '../../components/moment.ts'
import { Panel, Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { codesOfWords, goodsNames } from '../../components/words.ts'
import { keepStocktake } from './stocktake-writing.ts'
import { kindNames } from './stocktake-words.ts'
import type { CountRow, Sheet, StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

const columnsOf = (several: boolean): readonly Column<CountRow>[] => [
  { id: 'no', title: '行', width: 56, kind: 'quantity', text: (row) => String(row.no) },
  { id: 'kind', title: '类别', width: 88, kind: 'text', text: (row) => row.kind, shown: (kind) => wordOfKind(kind) },
  ...(several
    ? [{ id: 'handbookNo', title: '手册', width: 120, kind: 'code', text: (row) => row.handbookNo } satisfies Column<CountRow>]
    : []),
  { id: 'goods', title: '货物', width: 60, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'itemSeq', title: '备案序号', width: 80, kind: 'quantity', text: (row) => String(row.itemSeq ?? '') },
  { id: 'partNo', title: '料号', width: 130, kind: 'code', text: (row) => row.partNo },
  { id: 'name', title: '名称', width: 140, kind: 'text', text: (row) => row.name },
  {
    id: 'quantity',
    title: '数量',
    width: 150,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  { id: 'version', title: '单耗版本', width: 80, kind: 'code', text: (row) => row.version },
  { id: 'completion', title: '完工', unit: '%', width: 76, kind: 'quantity', text: (row) => row.completion },
  { id: 'location', title: '工序或地点', width: 120, kind: 'text', text: (row) => row.location },
  { id: 'sheetName', title: '盘点表', width: 140, kind: 'text', text: (row) => row.sheetName },
]
const kindsByName = Object.entries<string>(kindNames)
const wordOfKind = (kind: string): string => kindsByName.find(([code]) => code === kind)?.[1] ?? kind
/** The engine filters by code; the clerk types what the table shows. */
function codeOfFilter(column: string, typed: string): string {
  if (column !== 'kind') return codesOfWords(column, typed)
  const text = typed.replace(/^=/, '').trim()
  const found = text === '' ? [] : kindsByName.filter(([, name]) => name.includes(text))
  return found.length > 0 ? `=${found.map(([code]) => code).join('|')}` : typed
}
const rowKey = (row: CountRow): string => `${row.sheetId}/${row.no}`
const marks = (row: CountRow, columnId: string): string | undefined =>
  columnId === 'name' && row.problem !== '' ? row.problem : undefined

/** 盘点表: the sheets at the left, what was counted at the right; a workbook dropped here is read as a sheet. */
export function CountSheets({ stocktake }: { stocktake: StocktakeDetail }) {
  const { stocktakeId, sheetsOf } = stocktake
  const [search, setSearch] = useSearchParams()
  const [over, setOver] = useState(false)
  const [removing, setRemoving] = useState<Sheet>()
  const [preparing, setPreparing] = useState(false)
  const kept = useArrangementInAddress()
  const counting = stocktake.state === 'counting'
  const several = stocktake.handbookNos.length > 1
  const columns = useMemo(() => columnsOf(several), [several])
  const chosen = sheetsOf.find(({ sheetId }) => sheetId === search.get('only'))
  const onlySheet = chosen?.sheetId
  const source = useMemo(
    () => paged('stocktakes.counts', { stocktakeId, ...(onlySheet !== undefined && { sheetId: onlySheet }) }, codeOfFilter),
    [stocktakeId, onlySheet],
  )
  const go = (changes: Readonly<Record<string, string | null>>) =>
    setSearch((before) => {
      const other = withoutArrangement(before)
      other.set('view', 'sheets')
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) other.delete(name)
        else other.set(name, value)
      }
      return other
    })

  async function template() {
    setPreparing(true)
    try {
      await saveFile((await runJob('stocktakes.template', { stocktakeId })).fileId)
    } catch (error) {
      showError(error)
    }
    setPreparing(false)
  }
  async function drop(event: DragEvent) {
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (!counting || !file) return
    event.preventDefault()
    try {
      go({ file: await putFile(file), name: file.name })
    } catch (error) {
      showError(error)
    }
  }
  const actions = counting && (
    <>
      <Button size="xs" autoFocus={sheetsOf.length === 0} onClick={() => go({ import: '1' })}>
        导入工作簿
      </Button>
      <Button size="xs" variant="default" onClick={() => go({ sheet: 'new' })}>
        键入盘点表
      </Button>
      <Button size="xs" variant="default" loading={preparing} onClick={() => void template()}>
        下载空白盘点表
      </Button>
    </>
  )
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(counting)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      {sheetsOf.length === 0 ? (
        <Panel>
          <Empty action={<div style={{ display: 'flex', gap: 8 }}>{actions}</div>}>
            还没有盘点表。下载空白盘点表交给仓库和车间填写，填好的工作簿拖到这里；也可以直接键入，或从 Excel
            粘贴。各处的表分别导入，程序合在一起折算。
          </Empty>
        </Panel>
      ) : (
        <div className={classes.sheets}>
          <section className={classes.sheetList} aria-label="盘点表">
            {counting && <div className={classes.sheetActions}>{actions}</div>}
            <ul>
              <li>
                <button
                  type="button"
                  className={classes.sheet}
                  aria-pressed={chosen === undefined}
                  onClick={() => go({ only: null })}
                >
                  <span className={classes.sheetName}>
                    全部盘点表 <span className={classes.quiet}>{printCount(stocktake.rows)} 行</span>
                  </span>
                </button>
              </li>
              {sheetsOf.map((sheet) => (
                <li key={sheet.sheetId}>
                  <button
                    type="button"
                    className={classes.sheet}
                    aria-pressed={chosen === sheet}
                    onClick={() => go({ only: sheet.sheetId })}
                  >
                    <span className={classes.sheetName}>
                      {sheet.name} <span className={classes.quiet}>{printCount(sheet.rows)} 行</span>
                    </span>
                    <span className={classes.sheetName}>
                      <span className={classes.quiet}>
                        {sheet.origin === 'import' ? '导入' : '键入'}，{sheet.countedOn} {sheet.countedBy}
                      </span>
                      {sheet.problems > 0 && <Tag tone="blocks">{sheet.problems} 行不能折算</Tag>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <Room>
            <DataTable
              key={onlySheet ?? ''}
              id="stocktakes.counts"
              columns={columns}
              source={source}
              kept={kept}
              rowKey={rowKey}
              marks={marks}
              frozen={2}
              onExport={(table) => void exportTable(`${stocktake.name} 盘点表`)(table)}
              toolbar={
                <>
                  {chosen && counting && chosen.origin === 'typed' && (
                    <Button size="xs" variant="default" onClick={() => go({ sheet: chosen.sheetId })}>
                      修改
                    </Button>
                  )}
                  {chosen?.fileId != null && (
                    <Button size="xs" variant="default" onClick={() => chosen.fileId && saveStoredFile(chosen.fileId)}>
                      原工作簿
                    </Button>
                  )}
                  {chosen && counting && (
                    <Button size="xs" variant="default" onClick={() => setRemoving(chosen)}>
                      撤去
                    </Button>
                  )}
                </>
              }
              emptyText="没有符合条件的行"
            />
          </Room>
        </div>
      )}
      {removing && (
        <DeedDialog
          title={`撤去盘点表“${removing.name}”`}
          submitLabel="撤去"
          onSubmit={async () => {
            keepStocktake(await call('stocktakes.removeSheet', { stocktakeId, sheetId: removing.sheetId }))
            go({ only: null })
          }}
          onClose={() => setRemoving(undefined)}
        >
          <Text size="sm">这份盘点表的 {printCount(removing.rows)} 行不再计入实盘；已写的原因与处理保留。</Text>
        </DeedDialog>
      )}
    </div>
  )
}
