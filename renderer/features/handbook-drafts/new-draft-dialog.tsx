import { Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'

/** 新建手册备案: what kind, and whether the bodies of an older handbook are to start from. */
export function NewDraftDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const navigate = useNavigate()
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const [kind, setKind] = useState<'B' | 'C'>('C')
  const [copyOf, setCopyOf] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const alike = handbooks.filter((book) => book.kind === kind).map((book) => book.handbookNo)

  async function create(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const { draftId } = await call('handbookDrafts.create', { kind, ...(copyOf !== null && { copyOf }) })
      // Back leads to where the dialog was opened, not to the dialog.
      await navigate(paths.draft(draftId), { replace: true })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title="新建手册备案" closeButtonProps={{ 'aria-label': '关闭' }}>
      <form onSubmit={(event) => void create(event)}>
        <Stack gap="md">
          <Radio.Group
            label="手册类型"
            value={kind}
            onChange={(next) => {
              setKind(next === 'B' ? 'B' : 'C')
              setCopyOf(null)
            }}
          >
            <Group gap="xl" mt={4}>
              <Radio value="C" label="C 进料加工" data-autofocus />
              <Radio value="B" label="B 来料加工" />
            </Group>
          </Radio.Group>
          <Select
            label="料件、成品、单耗照抄自"
            placeholder="不照抄，从空表开始"
            data={alike}
            value={copyOf}
            onChange={setCopyOf}
            disabled={alike.length === 0}
            clearable
            searchable
            nothingFoundMessage="没有这本手册"
            classNames={{ input: 'mono' }}
          />
          <Text size="sm" c="dimmed">
            本企业的编码、名称和主管海关自动填好。
          </Text>
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" loading={busy}>
              新建
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
