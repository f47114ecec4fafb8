import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import type { WantedCell } from '../../components/data-table/column.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { Panel, Room } from '../../components/page.tsx'
import { PrintButton } from '../../components/paper.tsx'
import { say } from '../../components/say.ts'
import { useDrafts } from '../../state/drafts.ts'
import { ComparisonPaper } from './comparison-paper.tsx'
import { MaterialsGrid } from './materials-grid.tsx'
import { SavedComparisons } from './saved-comparisons.tsx'
import { blankMaterial, emptyForm, formOf, inputOf, isBlank, readKept } from './selective-form.ts'
import type { Comparison, ComparisonInput, SelectiveForm, TypedMaterial } from './selective-form.ts'
import classes from './selective-taxation.module.css'
import { TwoWays } from './two-ways.tsx'

const draftName = 'selectiveTaxation'

/** What the engine makes of what is typed, a moment after the last key. */
function useComparison(form: SelectiveForm) {
  const wanted = useMemo(() => JSON.stringify(inputOf(form) ?? null), [form])
  const [asked] = useDebouncedValue(wanted, 150)
  const input = useMemo(() => JSON.parse(asked) as ComparisonInput | null, [asked])
  const answer = useQuery<Comparison | null>({
    queryKey: ['selectiveTaxation.compare', input],
    queryFn: () => (input === null ? null : call('selectiveTaxation.compare', input)),
    placeholderData: keepPreviousData,
  })
  return { input, comparison: input === null || answer.error ? undefined : (answer.data ?? undefined), error: answer.error }
}

/** 选择性征收关税: what the goods are, what is in them, and which way of taxing them costs less. */
export function SelectiveTaxationSection() {
  const today = useOperation('house.status', {}).data?.businessDate
  if (today === undefined) return null
  return <Desk today={today} />
}

function Desk({ today }: { today: string }) {
  const { drafts, keep, drop } = useDrafts()
  const [form, setForm] = useState(() => readKept(drafts[draftName]?.['form']) ?? emptyForm(today))
  const [title, setTitle] = useState(() => drafts[draftName]?.['title'] ?? '')
  const [listing, setListing] = useState(false)
  const [wanted, setWanted] = useState<WantedCell<TypedMaterial>>()
  const { input, comparison, error } = useComparison(form)
  const saved = useOperation('selectiveTaxation.list', {}).data?.comparisons ?? []

  const take = useCallback(
    (next: SelectiveForm, named: string) => {
      setForm(next)
      setTitle(named)
      keep(draftName, { form: JSON.stringify(next), title: named })
    },
    [keep],
  )
  const set = (name: keyof Omit<SelectiveForm, 'materials'>) => (value: string) => take({ ...form, [name]: value }, title)
  const changeMaterials = useCallback(
    (change: (before: readonly TypedMaterial[]) => readonly TypedMaterial[]) =>
      take({ ...form, materials: change(form.materials) }, title),
    [form, title, take],
  )

  async function save() {
    if (!input || !comparison) return
    const named = title.trim() || `${input.goods.name} ${input.taxBillOn}`
    try {
      await call('selectiveTaxation.save', { ...input, title: named })
      drop(draftName)
      setTitle(named)
      say(`比较“${named}”已存下`)
    } catch (problem) {
      showError(problem)
    }
  }
  useSaveKey(() => void save())
  const clear = () => {
    drop(draftName)
    setForm({ ...emptyForm(today), materials: [blankMaterial()] })
    setTitle('')
  }

  return (
    <>
      <Group gap="sm" wrap="nowrap">
        <TextInput
          aria-label="比较的名称"
          placeholder="起个名称，存下时用"
          maxLength={100}
          w={240}
          value={title}
          onChange={(event) => take(form, event.currentTarget.value)}
        />
        <Button size="compact-sm" disabled={!comparison} onClick={() => void save()}>
          存下
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setListing(true)}>
          存下的比较（{saved.length}）
        </Button>
        <Button size="compact-sm" variant="default" onClick={clear}>
          清空
        </Button>
        {comparison && <PrintButton size="xs" />}
        <Text size="sm" c="dimmed" truncate>
          Ctrl+S 存下；存下的比较不再改变，打开后可另存
        </Text>
      </Group>
      <div className={classes.desk}>
        <div className={classes.entry}>
          <Panel title="货物与计息">
            <form
              className={classes.fields}
              onKeyDown={(event) => {
                enterMovesOn(event)
                // From the last field on into the materials.
                if (event.key === 'Enter' && !event.defaultPrevented && !event.nativeEvent.isComposing)
                  setWanted({ isRow: isBlank, columnId: 'name' })
              }}
              onSubmit={(event) => event.preventDefault()}
            >
              <TextInput
                label="货物名称"
                maxLength={255}
                value={form.name}
                onChange={(event) => set('name')(event.currentTarget.value)}
              />
              <TextInput
                label="商品编码"
                maxLength={10}
                classNames={{ input: 'mono' }}
                value={form.hsCode}
                error={/^(\d{10})?$/.test(form.hsCode) ? undefined : '商品编码为 10 位数字'}
                onChange={(event) => set('hsCode')(event.currentTarget.value.trim())}
              />
              <QuantityField label="计税价格" unit="元" value={form.value} onChange={set('value')} />
              <QuantityField label="关税税率" unit="%" value={form.dutyRate} onChange={set('dutyRate')} />
              <QuantityField label="增值税税率" unit="%" value={form.vatRate} onChange={set('vatRate')} />
              <QuantityField label="消费税税率" unit="%" value={form.consumptionRate} onChange={set('consumptionRate')} />
              <DayField label="计息起日" value={form.interestFrom} onChange={set('interestFrom')} />
              <DayField label="填发税单之日" value={form.taxBillOn} onChange={set('taxBillOn')} />
            </form>
          </Panel>
          <Room>
            <MaterialsGrid rows={form.materials} goTo={wanted} onChange={changeMaterials} />
          </Room>
        </div>
        <div className={classes.answer}>
          <ErrorNotice error={error} />
          {comparison && <TwoWays comparison={comparison} />}
          {!comparison && !error && (
            <Panel title="两种算法">
              <Empty>
                左边填好货物、计息的两个日期和料件后，这里并列算出按货物状态和按料件两种税款，标出较低的一种（R-99、R-100）。
              </Empty>
            </Panel>
          )}
        </div>
      </div>
      {comparison && input && <ComparisonPaper title={title} input={input} comparison={comparison} />}
      <SavedComparisons
        opened={listing}
        onClose={() => setListing(false)}
        comparisons={saved}
        onOpen={(opened) => {
          take(formOf(opened), opened.title)
          setListing(false)
        }}
      />
    </>
  )
}
