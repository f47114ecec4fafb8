import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { printYields, readYields } from './chain-words.ts'
import type { Chain, StepRequest } from './chain-words.ts'
import classes from './chains.module.css'
import { lackingOf, StepFields } from './step-fields.tsx'
import type { TypedStep } from './step-fields.tsx'

let made = 0
const blank = (role: TypedStep['role'], before?: TypedStep): TypedStep => ({
  key: String(++made),
  stepId: undefined,
  role,
  enterpriseName: '',
  handbookNo: '',
  // What one step sends is what the next receives.
  inputName: before?.outputName ?? '',
  inputUnit: before?.outputUnit ?? '',
  outputName: '',
  outputUnit: '',
  gross: '1',
  yields: '',
  inputItemSeq: '',
  outputItemSeq: '',
})

const typedOf = (step: Chain['steps'][number]): TypedStep => ({
  key: step.stepId,
  stepId: step.stepId,
  role: step.role,
  enterpriseName: step.enterpriseName,
  handbookNo: step.handbookNo,
  inputName: step.inputName,
  inputUnit: step.inputUnit,
  outputName: step.outputName,
  outputUnit: step.outputUnit,
  gross: step.gross,
  yields: printYields(step.yields),
  inputItemSeq: step.inputItemSeq === undefined ? '' : String(step.inputItemSeq),
  outputItemSeq: step.outputItemSeq === undefined ? '' : String(step.outputItemSeq),
})

const requestOf = (step: TypedStep): StepRequest => ({
  ...(step.stepId !== undefined && { stepId: step.stepId }),
  role: step.role,
  enterpriseName: step.enterpriseName,
  handbookNo: step.handbookNo,
  inputName: step.inputName,
  inputUnit: step.inputUnit,
  outputName: step.outputName,
  outputUnit: step.outputUnit,
  gross: step.gross,
  yields: readYields(step.yields) ?? [],
  ...(step.inputItemSeq !== '' && { inputItemSeq: Number(step.inputItemSeq) }),
  ...(step.outputItemSeq !== '' && { outputItemSeq: Number(step.outputItemSeq) }),
})

/** A chain from its material to the enterprise that re-exports, step by step. */
export function ChainEditor({
  chain,
  onSaved,
  onClose,
}: {
  chain: Chain | undefined
  onSaved: (chainId: string) => void
  onClose: () => void
}) {
  useFocusBack()
  const form = useRef<HTMLFormElement>(null)
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const [name, setName] = useState(chain?.name ?? '')
  const [steps, setSteps] = useState<readonly TypedStep[]>(() => chain?.steps.map(typedOf) ?? [blank('wafer')])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const at = steps.findIndex((step) => lackingOf(step) !== undefined)
  const wrong = steps[at]
  const lacking = name.trim() === '' ? '填写链条名称' : wrong ? `填写第 ${at + 1} 环节的${lackingOf(wrong) ?? ''}` : undefined

  async function save() {
    if (lacking !== undefined || busy) return
    setBusy(true)
    setError(null)
    try {
      const saved = await call('chains.save', {
        ...(chain && { chainId: chain.chainId }),
        name,
        steps: steps.map(requestOf),
      })
      say(`链条“${saved.name}”已保存`)
      onSaved(saved.chainId)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())

  const change = (key: string, part: Partial<TypedStep>) =>
    setSteps((before) => before.map((step) => (step.key === key ? { ...step, ...part } : step)))
  const move = (index: number, by: 1 | -1) =>
    setSteps((before) => {
      const [one, other] = [before[index], before[index + by]]
      if (!one || !other) return before
      return before.with(index, other).with(index + by, one)
    })
  function add() {
    setSteps((before) => [...before, blank(before.length === 1 ? 'packagingAndTest' : 'design', before.at(-1))])
    // The fields of the new step are there once this has been drawn.
    requestAnimationFrame(() => form.current?.querySelector<HTMLInputElement>('fieldset:last-of-type input')?.focus())
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={1160}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={chain ? '修改链条' : '新建链条'}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form
        ref={form}
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="链条名称"
            data-autofocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {steps.map((step, index) => (
            <StepFields
              key={step.key}
              step={step}
              no={index + 1}
              ownHandbooks={handbooks.map(({ handbookNo }) => handbookNo)}
              onChange={(part) => change(step.key, part)}
              onMove={steps.length > 1 ? (by) => move(index, by) : undefined}
              onRemove={steps.length > 1 ? () => setSteps((before) => before.filter(({ key }) => key !== step.key)) : undefined}
            />
          ))}
          <ErrorNotice error={error} />
          <div className={classes.footer}>
            <Button variant="default" onClick={add} disabled={steps.length >= 20}>
              增加环节
            </Button>
            <Button type="submit" disabled={lacking !== undefined} loading={busy}>
              保存
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
            <Text size="sm" c="dimmed">
              {lacking === undefined ? 'Ctrl+S 保存' : `还需${lacking}`}
            </Text>
          </div>
        </Stack>
      </form>
    </Modal>
  )
}
