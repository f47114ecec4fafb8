import { Button, Group } from '@mantine/core'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { call } from '../../app/engine.ts'
import { queries } from '../../app/queries.ts'
import type { WantedCell } from '../../components/data-table/column.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { useSaveKey } from '../../components/form-keys.ts'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { ExplainDrawer } from './explain-drawer.tsx'
import { useFigure } from './figures.ts'
import { stepOf, steps } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import { MaterialDialog } from './material-dialog.tsx'
import { SaleAside } from './sale-aside.tsx'
import { GoodsFields } from './sale-fields.tsx'
import { completeLines, formOf, inputOf, lackingOf } from './sale-form.ts'
import type { SaleForm, TypedLine } from './sale-form.ts'
import { SaleLines } from './sale-lines.tsx'
import { SalePaper } from './sale-paper.tsx'
import { SaleStrip } from './sale-strip.tsx'
import classes from './sale.module.css'
import { treatmentOf } from './sale-words.ts'
import type { SaleDetail } from './sale-words.ts'
import { SheetSteps } from './sheet-steps.tsx'
import type { Asking } from './sheet-steps.tsx'
import { StepPanel } from './step-panel.tsx'
import { useReckoned, useSaleForm } from './use-sale-form.ts'

const noGuards: readonly Guard[] = []

/** One sale from what is sold to what is paid, reckoned while it is typed. */
export function SaleDesk({
  name,
  blank,
  sale,
  handbooks,
  today,
  onCreated,
}: {
  /** Under which what is not saved is kept. */
  name: string
  /** What a new sale begins with. */
  blank: SaleForm
  /** Undefined until it is saved for the first time. */
  sale: SaleDetail | undefined
  handbooks: Output<'handbooks.list'>['handbooks']
  today: string
  onCreated: (saleId: string) => void
}) {
  const typing = useSaleForm(name, sale ? formOf(sale) : blank, sale?.savedAt ?? '')
  const { form, text, dirty, change, takeBooks } = typing
  const editable = sale === undefined || sale.state === 'draft'
  const { reckoned, error: reckonError, behind } = useReckoned(form, editable)
  // What stands in the books is the same until something is typed.
  const facts = editable ? (reckoned ?? (dirty ? undefined : sale)) : sale
  const sheet = facts?.sheet ?? undefined
  const guards = facts?.guards ?? noGuards
  const explained = useFigure()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<Asking>()
  const [goTo, setGoTo] = useState<WantedCell<TypedLine>>()
  const column = useRef<HTMLDivElement>(null)

  useEffect(() => {
    // Somebody else has saved, or the state has moved on: nothing typed stands against it.
    if (sale && !dirty && sale.savedAt !== typing.savedAt) takeBooks(formOf(sale), sale.savedAt)
  }, [sale, dirty, typing.savedAt, takeBooks])

  const lacking = lackingOf(form)
  const blocked = guards.some(({ severity }) => severity === 'blocks')

  async function act<T>(what: () => Promise<T>): Promise<T | undefined> {
    if (busy) return undefined
    setBusy(true)
    setError(null)
    try {
      return await what()
    } catch (problem) {
      setError(problem)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  async function store(): Promise<SaleDetail | undefined> {
    const input = inputOf(form)
    if (lacking !== undefined || !input) return undefined
    const saved = await call('domesticSales.save', {
      ...input,
      ...(sale && { saleId: sale.saleId, savedAt: typing.savedAt }),
    })
    queries.setQueryData(['domesticSales.get', { saleId: saved.saleId }], saved)
    typing.saved(text, saved.savedAt)
    say(`已保存内销 ${saved.saleNo}`)
    if (!sale) onCreated(saved.saleId)
    return saved
  }
  const makeLists = () =>
    act(async () => {
      const saved = dirty || !sale ? await store() : sale
      if (!saved) return
      if (saved.guards.some(({ severity }) => severity === 'blocks')) return mendNext(saved.guards)
      const made = await call('domesticSales.makeLists', { saleId: saved.saleId })
      say(`已生成 ${made.drafts.length} 份清单草稿`)
      go('papers')
    })
  const saveTyped = useEffectEvent(async () => {
    if (!editable || !dirty) return
    if (lacking === undefined) await act(store)
    else say(`还需${lacking}`)
  })
  useSaveKey(() => {
    // A field that is being typed in is taken first; the cursor stays.
    const field = document.activeElement
    if (field instanceof HTMLElement) {
      field.blur()
      field.focus({ preventScroll: true })
    }
    requestAnimationFrame(() => void saveTyped())
  })

  const go = useCallback((step: Step) => {
    column.current?.querySelector(`#step-${step}`)?.scrollIntoView({ block: 'start' })
  }, [])
  const toGrid = useCallback(
    () => setGoTo({ isRow: (line) => line.itemSeq === '' || line.quantity === '', columnId: 'itemSeq' }),
    [],
  )
  /** The first place that blocks; in the grid its cell. */
  function mendNext(of: readonly Guard[]) {
    const first = of
      .filter(({ severity }) => severity === 'blocks')
      .toSorted((a, b) => steps.indexOf(stepOf(a)) - steps.indexOf(stepOf(b)))[0]
    if (!first) return
    const line = first.lineNo === null ? undefined : completeLines(form)[first.lineNo - 1]
    if (line && stepOf(first) === 'goods') setGoTo({ isRow: ({ key }) => key === line.key, columnId: first.column || 'itemSeq' })
    go(stepOf(first))
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'F8' || event.isComposing || document.querySelector('[role=dialog]')) return
    event.preventDefault()
    event.stopPropagation()
    mendNext(guards)
  })
  useEffect(() => {
    const controller = new AbortController()
    // Before the table, whose F8 knows its own cells alone.
    window.addEventListener('keydown', (event) => onKey(event), { signal: controller.signal, capture: true })
    return () => controller.abort()
  }, [])
  const onLines = useCallback(
    (next: (before: readonly TypedLine[]) => readonly TypedLine[]) => change((before) => ({ lines: next(before.lines) })),
    [change],
  )
  const body = facts?.body
  const modes = useMemo(() => body?.map(({ mode }) => mode) ?? [], [body])
  const props = { form, editable, change }

  return (
    <Page fill>
      <SaleStrip
        sale={sale}
        form={form}
        dirty={dirty}
        busy={busy}
        lacking={lacking}
        canPrint={sheet !== undefined}
        canList={lacking === undefined && sheet !== undefined && !blocked && !behind}
        today={today}
        onSave={() => void act(store)}
        onMakeLists={() => void makeLists()}
      />
      <ErrorNotice error={error} />
      {typing.restored && dirty && (
        <Notice severity="info">
          <Group gap="sm">
            接着上次没有保存的内容。
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => takeBooks(sale ? formOf(sale) : blank, sale?.savedAt ?? '')}
            >
              放弃，重新开始
            </Button>
          </Group>
        </Notice>
      )}
      <div className={classes.desk}>
        <div className={classes.column} ref={column}>
          <StepPanel
            step="goods"
            guards={guards.filter((guard) => stepOf(guard) === 'goods')}
            aside={
              lacking !== undefined && editable ? (
                `还需${lacking}`
              ) : (
                <Link to={paths.handbook(form.handbookNo, 'domestic-sales')}>看手册的内销</Link>
              )
            }
          >
            <GoodsFields {...props} handbooks={handbooks.map(({ handbookNo }) => handbookNo)} onDone={toGrid} />
            <div className={classes.grid}>
              <SaleLines
                key={`${form.handbookNo} ${treatmentOf(form).sold}`}
                form={form}
                editable={editable}
                guards={guards}
                modes={modes}
                goTo={goTo}
                onChange={onLines}
              />
            </div>
            <ErrorNotice error={reckonError} />
          </StepPanel>
          <SheetSteps
            {...props}
            sheet={sheet}
            guards={guards}
            sale={sale}
            dirty={dirty}
            today={today}
            onExplain={explained.open}
            onAsk={setAsking}
          />
        </div>
        <SaleAside
          sheet={sheet}
          guards={guards}
          behind={behind}
          frozen={!editable}
          paid={sale?.state === 'settled'}
          onExplain={explained.open}
          onGo={go}
        />
      </div>
      {sheet && <SalePaper form={form} sheet={sheet} sale={sale} saved={!dirty} />}
      {explained.figure && sheet && (
        <ExplainDrawer figure={explained.figure} sheet={sheet} handbookNo={form.handbookNo} onClose={explained.close} />
      )}
      {asking && (
        <MaterialDialog
          about={asking.about}
          itemSeq={asking.itemSeq}
          handbookNo={form.handbookNo}
          materials={form.materials}
          onTake={(itemSeq, material) => change((before) => ({ materials: { ...before.materials, [itemSeq]: material } }))}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Page>
  )
}
