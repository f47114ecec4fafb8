import { Button, Group, Modal, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { kindNames } from './chain-words.ts'
import type { Chain, ChainStep, EntryKind } from './chain-words.ts'

const kinds = ['in', 'processed', 'out'] as const
const entered = (step: ChainStep, kind: EntryKind): boolean =>
  !(kind === 'in' ? step.inFromLists : kind === 'out' && step.outFromLists)
/** Where nothing is lost, what goes out has been processed on its way. */
const usual = (step: ChainStep, kind: EntryKind): boolean =>
  entered(step, kind) && (kind !== 'processed' || (step.yields ?? []).length > 0)

/** What is put down after this: the next kind of the step, then the next step. */
function following(chain: Chain, stepNo: number, kind: EntryKind): { stepNo: number; kind: EntryKind } {
  const places = chain.steps.flatMap((step) =>
    kinds.filter((each) => usual(step, each)).map((each) => ({ stepNo: step.stepNo, kind: each })),
  )
  const at = places.findIndex((place) => place.stepNo === stepNo && place.kind === kind)
  return places[at + 1] ?? places[0] ?? { stepNo, kind }
}

/** What the books have to say before the figure is typed. */
function hint(chain: Chain, step: ChainStep, kind: EntryKind): string {
  const hop = chain.hops[step.stepNo - 2]
  if (kind === 'in' && hop) return `上一环节已转出未收到 ${formatQuantity(hop.difference)} ${hop.unit}`
  if (kind === 'processed') return `料库存 ${formatQuantity(step.inputStock)} ${step.inputUnit}`
  if (kind === 'out' && usual(step, 'processed')) return `产品库存 ${formatQuantity(step.outputStock)} ${step.outputUnit}`
  return ''
}

/** Entries one after another: what is saved makes room for the next one of the chain. */
export function EntryDialog({ chain, today, onClose }: { chain: Chain; today: string; onClose: () => void }) {
  useFocusBack()
  const first = chain.steps.find((step) => kinds.some((kind) => usual(step, kind)))
  const begin = { stepNo: first?.stepNo ?? 1, kind: (first && kinds.find((kind) => usual(first, kind))) ?? ('in' as const) }
  const [place, setPlace] = useState<{ stepNo: number; kind: EntryKind }>(begin)
  const [on, setOn] = useState(today)
  const [quantity, setQuantity] = useState('')
  const [output, setOutput] = useState('')
  const [evidence, setEvidence] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(0)
  const step = chain.steps[place.stepNo - 1]
  const { kind } = place
  const ready = quantity !== '' && parseDay(on) !== undefined && (kind !== 'processed' || output !== '')

  async function save() {
    if (!ready || busy || !step) return
    setBusy(true)
    setError(null)
    try {
      await call('chains.enter', {
        chainId: chain.chainId,
        ...place,
        happenedOn: on,
        quantity,
        ...(kind === 'processed' && { output }),
        evidence,
      })
      say(`已登记第 ${place.stepNo} 环节${kindNames[kind]} ${formatQuantity(quantity)}`)
      setPlace(following(chain, place.stepNo, kind))
      setQuantity('')
      setOutput('')
      setEvidence('')
      setSaved((before) => before + 1)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  useSaveKey(() => void save())

  if (!step) return null
  const note = hint(chain, step, kind)
  return (
    <Modal opened onClose={onClose} title={`登记：${chain.name}`} size={640} closeButtonProps={{ 'aria-label': '关闭' }}>
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md">
          <Select
            label="环节"
            allowDeselect={false}
            data={chain.steps.map(({ stepNo, enterpriseName }) => ({
              value: String(stepNo),
              label: `${stepNo} ${enterpriseName}`,
            }))}
            value={String(place.stepNo)}
            onChange={(next) => {
              const chosen = chain.steps[Number(next) - 1]
              if (chosen) setPlace({ stepNo: chosen.stepNo, kind: entered(chosen, kind) ? kind : 'processed' })
            }}
          />
          <SegmentedControl
            aria-label="类别"
            data={kinds.map((value) => ({ value, label: kindNames[value], disabled: !entered(step, value) }))}
            value={kind}
            onChange={(next) => setPlace({ stepNo: place.stepNo, kind: kinds.find((each) => each === next) ?? kind })}
          />
          <SimpleGrid cols={2} spacing="md">
            <QuantityField
              // Each entry begins with an empty figure, under the cursor.
              key={saved}
              autoFocus={saved > 0}
              data-autofocus
              label={
                kind === 'processed'
                  ? `投入加工的${step.inputName}`
                  : kind === 'in'
                    ? `收到的${step.inputName}`
                    : `转出的${step.outputName}`
              }
              unit={kind === 'out' ? step.outputUnit : step.inputUnit}
              value={quantity}
              onChange={setQuantity}
            />
            {kind === 'processed' ? (
              <QuantityField label={`产出的${step.outputName}`} unit={step.outputUnit} value={output} onChange={setOutput} />
            ) : (
              <div />
            )}
            <DayField label="日期" value={on} onChange={setOn} />
            <TextInput
              label="凭证"
              placeholder="清单编号、单号或生产报告，可不填"
              maxLength={100}
              value={evidence}
              onChange={(event) => setEvidence(event.currentTarget.value)}
            />
          </SimpleGrid>
          {note && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
          {(step.inFromLists || step.outFromLists) && (
            <Text size="sm" c="dimmed">
              本企业手册 {step.handbookNo} 已核扣的清单自动计入，不必登记。
            </Text>
          )}
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" disabled={!ready} loading={busy}>
              登记
            </Button>
            <Button variant="default" onClick={onClose}>
              关闭
            </Button>
            <Text size="sm" c="dimmed">
              登记后接着登下一条
            </Text>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
