import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useFocusBack } from '../app/use-focus-back.ts'
import { ErrorNotice } from './error-notice.tsx'
import { enterMovesOn, useSaveKey } from './form-keys.ts'

/** One step of a handbook's life that a person puts down. A legal one needs the handbook's number, typed. */
export function DeedDialog(props: {
  title: string
  submitLabel: string
  /** The number to be typed. */
  confirm?: string
  ready?: boolean
  onSubmit: () => Promise<void>
  onClose: () => void
  children: ReactNode
}) {
  useFocusBack()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [typed, setTyped] = useState('')
  const ready = props.ready !== false && (props.confirm === undefined || typed.trim().toUpperCase() === props.confirm)

  async function submit() {
    if (busy || !ready) return
    setBusy(true)
    setError(null)
    try {
      await props.onSubmit()
      props.onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => void submit())
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': '关闭' }}>
      <form onSubmit={onSubmit} onKeyDown={enterMovesOn} noValidate>
        <Stack gap="md">
          {props.children}
          {props.confirm !== undefined && (
            <TextInput
              label={`输入手册编号 ${props.confirm} 确认`}
              autoComplete="off"
              data-autofocus
              classNames={{ input: 'mono' }}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          <ErrorNotice error={error} />
          <Group>
            {/* Where nothing is typed, Enter does it. */}
            <Button type="submit" data-autofocus={props.confirm === undefined || undefined} disabled={!ready} loading={busy}>
              {props.submitLabel}
            </Button>
            <Button variant="default" onClick={props.onClose}>
              取消
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
